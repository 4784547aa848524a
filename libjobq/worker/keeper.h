// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/handlerpool.h"
#include "worker/workerregistry.h"

namespace jobq {

/// Keeps the worker registered: heartbeat, progress reports, and the upkeep that any living worker does for all (dead
/// workers' jobs, sleeping queues). In a thread and on a connection of its own, so that no handler and no slow claim
/// can delay a heartbeat.
class Keeper
{
public:
    Keeper(WorkerContext &context, HandlerPool &pool);

    /// The thread's body: registers, until close(); then deregisters.
    void run();
    void close();

private:
    using Clock = std::chrono::steady_clock;
    template<typename Work>
    bool persist(const QString &part, Work &&work, bool untilClosed);
    bool registerAnew();
    void step();
    void sendHeartbeat();
    void onLeaseLost();
    void reportProgress();
    void doUpkeep();
    void deregister();
    [[nodiscard]] Clock::time_point upkeepAfter(Clock::time_point now) const;

    WorkerContext &m_context;
    HandlerPool &m_pool;
    const WorkerRegistry m_registry;
    IdentityPointer m_identity;
    Clock::time_point m_heartbeatAt;
    Clock::time_point m_progressAt;
    Clock::time_point m_upkeepAt;
    bool m_saidStopping = false;
    std::atomic<bool> m_closed{false};
};

} // namespace jobq
