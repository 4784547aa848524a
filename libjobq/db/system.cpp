// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/system.h"

#include "db/systemstate.h"

#include <chrono>

namespace jobq {

namespace {

constexpr long long NotificationGapNs = 1'000'000;

} // namespace

bool SystemState::takeNotification()
{
    const long long now = std::chrono::steady_clock::now().time_since_epoch().count();
    long long last = m_lastNotificationNs.load(std::memory_order_relaxed);
    return now - last >= NotificationGapNs && m_lastNotificationNs.compare_exchange_strong(last, now);
}

System::System(const ConnectionPool &pool, std::shared_ptr<const PayloadValidator> validator, const RetryPolicy &retryPolicy)
    : m_pool(pool)
    , m_validator(std::move(validator))
    , m_retryPolicy(retryPolicy)
    , m_state(std::make_shared<SystemState>())
{
    m_retryPolicy.check();
}

} // namespace jobq
