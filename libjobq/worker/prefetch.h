// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "worker/claimedexecution.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace jobq {

/// The jobs that are claimed and wait for a thread. Thread-safe.
class Prefetch
{
public:
    /// `hungry` is called where fewer wait than the low mark, or a thread finds nothing to do.
    Prefetch(const Lease &lease, std::function<void()> hungry);

    /// Empties `batch`. After close() it takes nothing, and what it leaves there has to be returned.
    void add(ExecutionList &batch);

    /// The next job to run; waits for one. Nothing: the thread has to end. Jobs of an identity that lost its lease
    /// are dropped here, and while the lease is in doubt nothing is given out.
    ExecutionPointer take();

    /// Those that were claimed before `time`.
    ExecutionList takeOlderThan(std::chrono::steady_clock::time_point time);
    ExecutionList takeAll();
    /// Those for which `isGone` is true.
    ExecutionList takeIf(const std::function<bool(const ClaimedExecution &)> &isGone);
    /// take() gives nothing more from now on; what waits is left for takeAll().
    void close();
    /// Has take() look again: the lease was renewed.
    void wakeAll();

    /// When the oldest was claimed; the far future where none waits.
    [[nodiscard]] std::chrono::steady_clock::time_point oldest() const;
    [[nodiscard]] int size() const { return m_size.load(std::memory_order_relaxed); }
    /// Threads that wait in take().
    [[nodiscard]] int idleThreads() const { return m_idle.load(std::memory_order_relaxed); }
    [[nodiscard]] qint64 dropped() const { return m_dropped.load(std::memory_order_relaxed); }
    void setLowMark(int size) { m_lowMark.store(size, std::memory_order_relaxed); }

private:
    void noteSize() { m_size.store(int(m_waiting.size()), std::memory_order_relaxed); }
    bool waitForWork(std::unique_lock<std::mutex> &lock);
    void askForMore();

    const Lease &m_lease;
    const std::function<void()> m_hungry;
    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<ExecutionPointer> m_waiting;
    bool m_closed = false;
    std::atomic<int> m_size{0};
    std::atomic<int> m_idle{0};
    std::atomic<int> m_lowMark{0};
    std::atomic<qint64> m_dropped{0};
    std::atomic<bool> m_asked{false};
};

} // namespace jobq
