// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/handlerpool.h"

#include "worker/logging.h"

#include <algorithm>

namespace jobq {

using Clock = HandlerSlot::Clock;

HandlerPool::HandlerPool(WorkerContext &context, Finisher &finisher)
    : m_context(context)
    , m_finisher(finisher)
{
}

HandlerPool::~HandlerPool()
{
    close();
}

void HandlerPool::start(const std::weak_ptr<void> &owner)
{
    m_owner = owner;
    m_queue = std::make_unique<ThreadWeaver::Queue>();
    addSlots();
}

// Up to the concurrency, and no further than the limit of threads given up allows.
void HandlerPool::addSlots()
{
    QVector<ThreadWeaver::JobPointer> added;
    {
        const std::lock_guard lock(m_mutex);
        const int concurrency = m_context.options.concurrency;
        const int most = concurrency + m_context.options.maxAbandonedThreads;
        while (!m_ending && m_context.liveThreads < concurrency && m_slots.size() < most) {
            const SlotPointer slot = SlotPointer::create(m_context, m_finisher, [this, owner = m_owner.lock()](HandlerSlot *ended) {
                Q_UNUSED(owner)
                slotEnded(ended);
            });
            m_slots += slot;
            added += slot;
            ++m_context.liveThreads;
        }
        if (added.isEmpty())
            return;
        m_queue->setMaximumNumberOfThreads(std::max(m_queue->maximumNumberOfThreads(), int(m_slots.size())));
    }
    m_queue->enqueue(added);
}

void HandlerPool::slotEnded(HandlerSlot *slot)
{
    const std::lock_guard lock(m_mutex);
    m_startedByEnded += slot->startedCount();
    m_slots.removeIf([slot](const SlotPointer &other) { return other.data() == slot; });
    if (slot->isAbandoned())
        --m_abandoned;
    else
        --m_context.liveThreads;
    m_changed.notify_all();
}

QList<HandlerPool::SlotPointer> HandlerPool::allSlots() const
{
    const std::lock_guard lock(m_mutex);
    return m_slots;
}

void HandlerPool::watch(Clock::time_point now)
{
    for (const SlotPointer &slot : allSlots()) {
        const HandlerSlot::Watch watch = slot->watch(now, m_context.options.timeLimitGrace);
        if (watch.overdue) {
            ++m_context.tally.timedOut;
            JOBQ_EMIT(m_context.events, timedOut, watch.job, watch.limit);
        }
        if (watch.hopeless)
            giveUp(*slot, timeLimitMessage(watch.limit) + QStringLiteral("; its handler did not return and was given up"));
    }
    addSlots();
    if (abandonedCount() > 0 && m_context.liveThreads < m_context.options.concurrency)
        complain();
    else
        m_complained = false;
}

void HandlerPool::giveUp(HandlerSlot &slot, const QString &reason)
{
    ExecutionPointer stand;
    {
        const std::lock_guard lock(m_mutex);
        stand = slot.abandon(reason);
        if (!stand)
            return;
        ++m_abandoned;
        --m_context.liveThreads;
        m_changed.notify_all();
    }
    qCInfo(jobqWorker).noquote() << QStringLiteral("gave up a thread: the handler of a job of the task “%1” does not return")
                                        .arg(stand->outcome.job.taskIdentifier);
    m_finisher.add(std::move(stand));
}

void HandlerPool::complain()
{
    if (std::exchange(m_complained, true))
        return;
    const QString message = QStringLiteral("%1 handlers hang; only %2 of %3 threads are left to work")
                                .arg(abandonedCount())
                                .arg(m_context.liveThreads)
                                .arg(m_context.options.concurrency);
    qCWarning(jobqWorker).noquote() << message;
    JOBQ_EMIT(m_context.events, infrastructureError, message);
}

void HandlerPool::cancelAll(CancellationToken::Reason reason, const HandlerSlot::Concerns &concerns)
{
    for (const SlotPointer &slot : allSlots())
        slot->cancel(reason, concerns);
}

void HandlerPool::abandonAll(const QString &reason)
{
    for (const SlotPointer &slot : allSlots())
        giveUp(*slot, reason);
}

bool HandlerPool::waitForEnd(Clock::time_point time)
{
    std::unique_lock lock(m_mutex);
    m_ending = true;
    return m_changed.wait_until(lock, time, [this] { return m_context.liveThreads <= 0; });
}

void HandlerPool::close()
{
    if (!m_queue)
        return;
    // The destructor of the queue waits for its threads, which a handler that never returns would make for ever.
    if (allSlots().isEmpty())
        m_queue.reset();
    else
        Q_UNUSED(m_queue.release())
}

QList<HandlerSlot::Progress> HandlerPool::takeProgress()
{
    QList<HandlerSlot::Progress> reports;
    for (const SlotPointer &slot : allSlots()) {
        if (const auto report = slot->takeProgress())
            reports += *report;
    }
    return reports;
}

QList<ExecutionKey> HandlerPool::running()
{
    QList<ExecutionKey> keys;
    for (const SlotPointer &slot : allSlots()) {
        if (const auto key = slot->runningKey())
            keys += *key;
    }
    return keys;
}

int HandlerPool::busyCount() const
{
    const QList<SlotPointer> slots = allSlots();
    return int(std::count_if(slots.cbegin(), slots.cend(), [](const SlotPointer &slot) { return slot->isBusy(); }));
}

qint64 HandlerPool::startedCount() const
{
    const std::lock_guard lock(m_mutex);
    qint64 count = m_startedByEnded;
    for (const SlotPointer &slot : m_slots)
        count += slot->startedCount();
    return count;
}

} // namespace jobq
