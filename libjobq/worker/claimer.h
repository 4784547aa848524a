// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/claimsize.h"
#include "worker/finisher.h"
#include "worker/lockcheck.h"

namespace jobq {

/// Claims jobs for the handlers' threads and gives back those that wait too long, in a thread and on a connection of
/// its own: so the next claim runs while the last finish waits for the disk.
class Claimer
{
public:
    Claimer(WorkerContext &context, HandlerPool &pool, Finisher &finisher);

    /// The thread's body: until the context is stopping.
    void run();

private:
    using Clock = std::chrono::steady_clock;
    void step();
    void claim(int size);
    void take(QList<ClaimedJob> &jobs, const IdentityPointer &identity);
    void scheduleNext(int asked, int got);
    void returnStale();
    void giveBack(const ExecutionList &unstarted);
    void checkLocks();
    void pauseAfter(const Error &error);
    void rest(Clock::time_point until);
    [[nodiscard]] bool isQuiet() const;
    [[nodiscard]] ClaimSize::Situation situation() const;
    [[nodiscard]] bool isReady() const;

    WorkerContext &m_context;
    HandlerPool &m_pool;
    Finisher &m_finisher;
    const WorkerExecution m_execution;
    ClaimOptions m_claimOptions;
    ClaimSize m_size;
    Clock::time_point m_nextAt; ///< Before this there is nothing to be had, or so it seems.
    int m_looks = 0; ///< How often it looked in vain since there was reason to hope.
};

} // namespace jobq
