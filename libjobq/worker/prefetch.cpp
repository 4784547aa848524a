// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/prefetch.h"

#include <algorithm>

namespace jobq {

using Clock = std::chrono::steady_clock;

Prefetch::Prefetch(const Lease &lease, std::function<void()> hungry)
    : m_lease(lease)
    , m_hungry(std::move(hungry))
{
}

void Prefetch::add(ExecutionList &batch)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        for (ExecutionPointer &execution : batch)
            m_waiting.push_back(std::move(execution));
        noteSize();
        m_asked.store(false, std::memory_order_relaxed);
    }
    batch.clear();
    // One thread only: it wakes the next one, and so on, as long as there is work. With short jobs few need to wake.
    m_filled.notify_one();
}

void Prefetch::askForMore()
{
    if (!m_asked.exchange(true, std::memory_order_relaxed))
        m_hungry();
}

bool Prefetch::waitForWork(std::unique_lock<std::mutex> &lock)
{
    constexpr auto LeaseCheck = std::chrono::milliseconds(100);
    const auto hasWork = [this] { return m_closed || !m_waiting.empty(); };
    while (!m_closed) {
        if (!m_waiting.empty() && m_lease.isValid())
            return true;
        m_idle.fetch_add(1, std::memory_order_relaxed);
        if (m_waiting.empty()) {
            lock.unlock();
            m_hungry();
            lock.lock();
            m_filled.wait(lock, hasWork);
        } else {
            m_filled.wait_for(lock, LeaseCheck);
        }
        m_idle.fetch_sub(1, std::memory_order_relaxed);
    }
    return false;
}

ExecutionPointer Prefetch::take()
{
    std::unique_lock lock(m_mutex);
    while (waitForWork(lock)) {
        ExecutionPointer next = std::move(m_waiting.front());
        m_waiting.pop_front();
        noteSize();
        if (next->identity->epoch != m_lease.epoch()) {
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            continue;
        }
        const bool low = size() <= m_lowMark.load(std::memory_order_relaxed);
        const bool wakeAnother = !m_waiting.empty() && idleThreads() > 0;
        lock.unlock();
        if (wakeAnother)
            m_filled.notify_one();
        if (low)
            askForMore();
        return next;
    }
    return {};
}

ExecutionList Prefetch::takeIf(const std::function<bool(const ClaimedExecution &)> &isGone)
{
    ExecutionList taken;
    const std::lock_guard lock(m_mutex);
    std::deque<ExecutionPointer> kept;
    for (ExecutionPointer &execution : m_waiting) {
        if (isGone(*execution))
            taken.push_back(std::move(execution));
        else
            kept.push_back(std::move(execution));
    }
    m_waiting.swap(kept);
    noteSize();
    return taken;
}

ExecutionList Prefetch::takeOlderThan(Clock::time_point time)
{
    return takeIf([time](const ClaimedExecution &execution) { return execution.claimedAt < time; });
}

ExecutionList Prefetch::takeAll()
{
    return takeIf([](const ClaimedExecution &) { return true; });
}

void Prefetch::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_filled.notify_all();
}

void Prefetch::wakeAll()
{
    m_filled.notify_all();
}

Clock::time_point Prefetch::oldest() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.empty() ? Clock::time_point::max() : m_waiting.front()->claimedAt;
}

} // namespace jobq
