// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/lease.h"

#include <ctime>

namespace jobq {

namespace {

// Handlers need time to notice their tokens before others may take their jobs.
constexpr int MarginDivisor = 8;

} // namespace

Lease::Lease(std::chrono::milliseconds length)
    : m_length(length - length / MarginDivisor)
{
}

Lease::Nanoseconds Lease::now()
{
#ifdef CLOCK_BOOTTIME
    timespec time{};
    if (clock_gettime(CLOCK_BOOTTIME, &time) == 0)
        return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
#endif
    return std::chrono::steady_clock::now().time_since_epoch();
}

void Lease::renew(Nanoseconds sentAt, quint64 epoch)
{
    m_epoch.store(epoch, std::memory_order_release);
    m_validUntilNs.store((sentAt + m_length).count(), std::memory_order_release);
}

} // namespace jobq
