// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/workercontext.h"

namespace jobq {

/// Records how executions ended, many at a time, in a thread and on a connection of its own.
///
/// **A finish whose answer was lost** is simply sent again. That is safe, because the finish is guarded by the claim's
/// token: a job that the first try has finished is left alone by the second. And it is a lookup at the same time: if
/// the first try is still being executed by a server process that has not noticed our absence, the second waits for
/// its row locks, and so learns how it ended. What the second reports as lost was then either recorded by the first
/// (history has a record under this token, with this outcome) or truly lost; jobs of which the second changed
/// something had not been recorded. Nothing is guessed, and nothing is recorded twice.
class Finisher
{
public:
    explicit Finisher(WorkerContext &context);

    /// From any thread.
    void add(ExecutionPointer execution);
    /// Returns from run() once all that was added is recorded, or the time to give up has come.
    void close();
    /// Executions not recorded yet.
    [[nodiscard]] int pending() const { return m_pending.load(std::memory_order_acquire); }

    /// The thread's body.
    void run();

private:
    using Clock = std::chrono::steady_clock;
    bool waitForBatch(ExecutionList &batch);
    void record(const IdentityPointer &identity, QList<Outcome> outcomes);
    bool isRecorded(const IdentityPointer &identity, const QList<Outcome> &outcomes, FinishReport &report);
    void clarify(const QList<Outcome> &outcomes, FinishReport &report);
    bool pauseAfter(const Error &error);
    void conclude(const QList<Outcome> &outcomes, const FinishReport &report);
    void announce(const Outcome &outcome, FinishReport::Result result);
    void noteExecutionTimes(const QList<Outcome> &outcomes);
    void drop(const QList<Outcome> &outcomes, const QString &reason);

    WorkerContext &m_context;
    const WorkerExecution m_execution;
    std::mutex m_mutex;
    std::condition_variable m_added;
    ExecutionList m_waiting;
    Clock::time_point m_firstAt;
    bool m_hurry = false;
    bool m_closed = false;
    std::atomic<int> m_pending{0};
};

} // namespace jobq
