// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace jobq {

/// Wakes the one thread that waits for it; a ring that comes while nobody waits is kept.
class Doorbell
{
public:
    using Clock = std::chrono::steady_clock;

    void ring()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_rung = true;
        }
        m_condition.notify_one();
    }

    /// True where it rang.
    bool waitUntil(Clock::time_point time)
    {
        std::unique_lock lock(m_mutex);
        m_condition.wait_until(lock, time, [this] { return m_rung; });
        return std::exchange(m_rung, false);
    }
    bool waitFor(Clock::duration time) { return waitUntil(Clock::now() + time); }

private:
    std::mutex m_mutex;
    std::condition_variable m_condition;
    bool m_rung = false;
};

} // namespace jobq
