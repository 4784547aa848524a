// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/doorbell.h"
#include "worker/heldjobs.h"
#include "worker/lease.h"
#include "worker/outagelog.h"
#include "worker/prefetch.h"
#include "worker/workerevents.h"

#include <array>
#include <atomic>

namespace jobq {

/// Counts of what was done; see WorkerCounters.
struct WorkerTally {
    std::atomic<qint64> completed{0};
    std::atomic<qint64> failed{0};
    std::atomic<qint64> exhausted{0};
    std::atomic<qint64> partialSuccesses{0};
    std::atomic<qint64> timedOut{0};
    std::atomic<qint64> lost{0};
    std::atomic<qint64> returned{0};
    std::atomic<qint64> claimCalls{0};
    std::atomic<qint64> finishCalls{0};
    /// Of recent executions, moving; negative before the first.
    std::atomic<double> meanExecutionUs{-1};
};

/// What the parts of one running worker share.
struct WorkerContext {
    WorkerContext(const System &workerSystem, const WorkerOptions &workerOptions, const HandlerTable &table, Worker *worker)
        : system(workerSystem)
        , options(workerOptions)
        , handlers(table)
        , events(worker)
        , outages(events, [this] { ringAll(); })
        , lease(std::make_shared<Lease>(options.lease))
        , prefetch(*lease, [this] { claimBell.ring(); })
    {
    }

    const System system;
    const WorkerOptions options; ///< With concurrency and heartbeat filled in.
    const HandlerTable handlers;
    WorkerEvents events;
    OutageLog outages;
    const std::shared_ptr<Lease> lease; ///< The tokens share it.
    Doorbell claimBell;
    Doorbell keeperBell;
    Doorbell finishBell; ///< For a finish that has to be tried again.
    Doorbell supervisorBell;
    Prefetch prefetch;
    HeldJobs held;
    WorkerTally tally;
    std::atomic<int> liveThreads{0}; ///< Threads that can take work: not those that were given up.
    std::atomic<bool> progressReported{false};
    std::atomic<bool> workAnnounced{false}; ///< There may be something to claim: look now.
    std::atomic<bool> lockCheckWanted{false}; ///< Compare what is held with the server's list.
    std::atomic<bool> draining{false};
    std::atomic<bool> stopping{false};
    /// Once it stops: until when the database is still asked; steady clock.
    std::atomic<qint64> giveUpAtNs{std::numeric_limits<qint64>::max()};

    void announceWork()
    {
        workAnnounced.store(true, std::memory_order_relaxed);
        claimBell.ring();
    }

    [[nodiscard]] bool isPastGivingUp() const
    {
        return std::chrono::steady_clock::now().time_since_epoch().count() >= giveUpAtNs.load(std::memory_order_relaxed);
    }

    void ringAll()
    {
        claimBell.ring();
        keeperBell.ring();
        finishBell.ring();
    }

    /// After a failure: sleeps so long, or until another part has found the database back, or until it is time to
    /// give up: false.
    bool pause(Doorbell &bell, std::chrono::milliseconds time) const
    {
        const auto until = Doorbell::Clock::now() + time;
        const int recoveries = outages.recoveries();
        while (Doorbell::Clock::now() < until && outages.recoveries() == recoveries && !isPastGivingUp())
            bell.waitUntil(std::min(until, Doorbell::Clock::time_point(std::chrono::nanoseconds(giveUpAtNs.load()))));
        return !isPastGivingUp();
    }

    [[nodiscard]] IdentityPointer identity() const
    {
        const std::lock_guard lock(m_identityMutex);
        return m_identity;
    }
    void setIdentity(const IdentityPointer &identity)
    {
        const std::lock_guard lock(m_identityMutex);
        m_identity = identity;
    }

private:
    mutable std::mutex m_identityMutex;
    IdentityPointer m_identity = std::make_shared<const WorkerIdentity>();
};

} // namespace jobq
