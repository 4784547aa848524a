// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/handlerslot.h"

#include <ThreadWeaver/Queue>

#include <condition_variable>

namespace jobq {

/// The threads of the handlers: a ThreadWeaver queue of its own with one HandlerSlot per thread. Thread-safe.
class HandlerPool
{
public:
    HandlerPool(WorkerContext &context, Finisher &finisher);
    ~HandlerPool();
    HandlerPool(const HandlerPool &) = delete;
    HandlerPool &operator=(const HandlerPool &) = delete;

    /// `owner` stays alive until the last slot has ended: a handler that was given up may outlive its worker.
    void start(const std::weak_ptr<void> &owner);

    /// Looks after the time limits.
    void watch(HandlerSlot::Clock::time_point now);
    void cancelAll(CancellationToken::Reason reason, const HandlerSlot::Concerns &concerns = {});
    /// Records what still runs as failed and gives its threads up, without replacing them.
    void abandonAll(const QString &reason);
    /// False where not all slots have ended until `time`. For after Prefetch::close().
    bool waitForEnd(HandlerSlot::Clock::time_point time);
    /// Ends the threads. Where a handler has not returned, its queue lives on with it.
    void close();

    [[nodiscard]] QList<HandlerSlot::Progress> takeProgress();
    /// The executions that are running now.
    [[nodiscard]] QList<ExecutionKey> running();
    [[nodiscard]] int busyCount() const;
    [[nodiscard]] int abandonedCount() const { return m_abandoned.load(std::memory_order_relaxed); }
    [[nodiscard]] qint64 startedCount() const;

private:
    using SlotPointer = QSharedPointer<HandlerSlot>;
    void addSlots();
    void slotEnded(HandlerSlot *slot);
    void giveUp(HandlerSlot &slot, const QString &reason);
    void complain();
    [[nodiscard]] QList<SlotPointer> allSlots() const;

    WorkerContext &m_context;
    Finisher &m_finisher;
    std::weak_ptr<void> m_owner;
    std::unique_ptr<ThreadWeaver::Queue> m_queue;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<SlotPointer> m_slots; // those that have not ended
    qint64 m_startedByEnded = 0;
    bool m_ending = false;
    bool m_complained = false;
    std::atomic<int> m_abandoned{0};
};

} // namespace jobq
