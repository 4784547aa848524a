// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/error.h"
#include "worker/workerevents.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <mutex>

namespace jobq {

/// Says once when the database fails the worker, and once when it answers again, however many of the worker's threads
/// notice. One connection that breaks and can be opened again at once is no outage. Thread-safe.
class OutageLog
{
public:
    /// `recovered` is called where a part that had failed succeeds, from that part's thread.
    OutageLog(WorkerEvents &events, std::function<void()> recovered);

    /// One more failure of `part` in a row; gives how many there are now.
    int failed(const QString &part, const Error &error);
    void succeeded(const QString &part);
    /// How often a part that had failed has succeeded: where this goes up, the others need not wait any longer.
    [[nodiscard]] int recoveries() const { return m_recoveries.load(std::memory_order_acquire); }

private:
    using Clock = std::chrono::steady_clock;
    WorkerEvents &m_events;
    const std::function<void()> m_recovered;
    std::atomic<int> m_recoveries{0};
    std::mutex m_mutex;
    QHash<QString, int> m_failures; // by part
    std::atomic<int> m_failingParts{0};
    bool m_announced = false;
    Clock::time_point m_since;
};

/// How long to wait after the failure number `attempt` (1 for the first), in [half, whole] of a doubling time, so
/// that workers that lost their server together don't come back together. The first is almost nothing.
[[nodiscard]] std::chrono::milliseconds retryPause(int attempt);

} // namespace jobq
