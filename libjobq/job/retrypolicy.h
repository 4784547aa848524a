// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <chrono>

namespace jobq {

/// How long a failed job waits for its next attempt:
/// base × multiplier^min(attempts, 10), clamped to [base, max], plus up to `jitter` × that.
struct JOBQ_EXPORT RetryPolicy {
    std::chrono::milliseconds base{1000};
    double multiplier = 2.0;
    std::chrono::milliseconds max{std::chrono::hours(1)};
    double jitter = 0.1; ///< 0 … 1; spreads the retries of jobs that failed together.

    /// The delay after the execution number `attempts` (1 for the first). `random` in [0, 1) scales the jitter.
    [[nodiscard]] std::chrono::milliseconds delay(int attempts, double random) const;

    /// Throws a Usage error that names the member which is out of its range.
    void check() const;
};

} // namespace jobq
