// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/listener.h"
#include "worker/claimer.h"
#include "worker/keeper.h"

#include <QThread>

namespace jobq {

/// One run of a worker, from start() to stopped: its threads and what they share.
///
///     supervisor   starts and ends the others; time limits, the lease by the local clock. No SQL: it is never stuck
///     keeper       registration, heartbeat, progress, upkeep         connection 1
///     claimer      claims ahead, returns what waits too long         connection 2
///     finisher     records outcomes                                  connection 3
///     listener     NOTIFY                                            connection 4
///     handlers     a ThreadWeaver queue, one HandlerSlot a thread
///
/// A thread that is stuck (in a handler, or in a server that does not answer) keeps the runtime alive: it is then
/// left to itself, and nothing waits for it.
class WorkerRuntime : public std::enable_shared_from_this<WorkerRuntime>
{
public:
    WorkerRuntime(const System &system, const WorkerOptions &options, const HandlerTable &handlers, Worker *worker);
    ~WorkerRuntime();
    WorkerRuntime(const WorkerRuntime &) = delete;
    WorkerRuntime &operator=(const WorkerRuntime &) = delete;

    void start(bool draining);
    /// May be called again; only a shorter limit counts.
    void stop(std::chrono::milliseconds limit);
    bool wait(std::chrono::milliseconds limit);
    void setDraining();
    /// No signal comes any more.
    void detach() { m_context.events.detach(); }

    [[nodiscard]] Worker::State state() const { return m_state.load(std::memory_order_acquire); }
    [[nodiscard]] QString workerId() const { return m_context.identity()->id; }
    [[nodiscard]] WorkerCounters counters() const;

private:
    using Clock = std::chrono::steady_clock;
    using Threads = std::vector<std::unique_ptr<QThread>>;

    void supervise();
    void startThreads();
    void startListening();
    void tick();
    void watchLease();
    void shutDown();
    void endHandlers();
    void endThreads();
    bool join(std::unique_ptr<QThread> &thread, Clock::time_point until);
    [[nodiscard]] Clock::time_point deadline() const;
    [[nodiscard]] std::chrono::milliseconds tickLength() const;
    void setState(Worker::State state);
    template<typename Body>
    std::unique_ptr<QThread> startThread(const char *name, Body body);

    WorkerContext m_context;
    Finisher m_finisher;
    HandlerPool m_pool;
    Claimer m_claimer;
    Keeper m_keeper;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<QThread> m_supervisor;
    std::unique_ptr<QThread> m_keeperThread;
    std::unique_ptr<QThread> m_claimerThread;
    std::unique_ptr<QThread> m_finisherThread;
    std::atomic<Worker::State> m_state{Worker::State::Stopped};
    std::atomic<qint64> m_deadlineNs; // of the handlers, once stopping
    bool m_leaseWasValid = false;
};

} // namespace jobq
