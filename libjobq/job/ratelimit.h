// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace jobq {

/// At most `capacity` jobs with this key start in each fixed window of `interval`.
struct RateLimit {
    QString key;
    int capacity = 0;
    std::chrono::milliseconds interval{0};
    int availableTokens = 0; ///< In the running window.
    QDateTime lastRefill; ///< When the running window began.
};

} // namespace jobq
