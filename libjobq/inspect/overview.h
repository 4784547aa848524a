// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/page.h"
#include "job/job.h"

#include <chrono>
#include <optional>

namespace jobq {

/// How many jobs stand where.
struct StageCounts {
    Count ready;
    Count waiting;
    Count scheduled;
    Count locked;
    Count exhausted;
};

/// A part of the time range of an overview. Where more finished in it than is read, figures are extrapolated.
struct OverviewBucket {
    QDateTime start;
    std::chrono::milliseconds length{0};
    Count completed;
    Count failed; ///< Failed or abandoned.
    Count partial;
    std::optional<std::chrono::microseconds> queueTimeP50; ///< From run-at to the claim; none where nothing finished.
    std::optional<std::chrono::microseconds> queueTimeP95;
    std::optional<std::chrono::microseconds> executionP50;
    std::optional<std::chrono::microseconds> executionP95;
    std::optional<qint64> ready; ///< Ready and waiting jobs, from the latest sample that maintenance took in it.
    std::optional<qint64> added; ///< Jobs added, from the difference of its samples.
};

/// How the system is doing, at a glance.
struct Overview {
    QDateTime serverTime;
    StageCounts counts;
    std::optional<JobId> oldestReadyJob;
    std::optional<std::chrono::milliseconds> oldestReadyAge; ///< How long that job has been due.
    int liveWorkers = 0;
    int silentWorkers = 0; ///< Their lease ran out, or they were declared dead in the last day.
    Count silentWorkersLocks; ///< Jobs that these still hold.
    int rateLimitsEmpty = 0; ///< Limits with no token now and a job that wants one.
    QList<OverviewBucket> buckets; ///< In order of time.

    /// Failures a minute in the last twelfth of the range over those in the rest (1 where both are none);
    /// a spike is 3 or more with at least 5 failures.
    [[nodiscard]] JOBQ_EXPORT double failureRatio() const;
    [[nodiscard]] JOBQ_EXPORT bool hasFailureSpike() const;
};

} // namespace jobq
