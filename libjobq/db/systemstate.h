// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/claimcursors.h"

#include <atomic>

namespace jobq {

/// What the surfaces of one System remember between calls. Thread-safe.
class SystemState
{
public:
    /// Whether an enqueue should notify now: at most once a millisecond. PostgreSQL makes commits that notify wait
    /// for each other, and a worker that was woken looks again 2 and 10 ms later, so nothing is missed.
    bool takeNotification();

    ClaimCursors &claimCursors() { return m_claimCursors; }

private:
    ClaimCursors m_claimCursors;
    std::atomic<long long> m_lastNotificationNs{0};
};

} // namespace jobq
