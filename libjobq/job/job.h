// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/payload.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace jobq {

/// A job's identity: positive, ascending in the order of insertion, never reused.
using JobId = qint64;

enum class JobStatus {
    Available, ///< Waits for a worker, or for its run-at, its queue or its rate limit.
    Locked, ///< A worker has claimed it.
    Exhausted, ///< Out of attempts, or failed permanently; stays until an operator decides.
};

/// How far an execution that ended in a partial success came.
struct PartialResults {
    QStringList completedSteps = {};
    QStringList failedSteps = {};
    std::optional<QString> retryFromStep = {}; ///< Where the next execution should resume.
    Payload results = {}; ///< Any JSON; `null` where there is none.

    friend bool operator==(const PartialResults &, const PartialResults &) = default;
};

/// A job as the server has it. All times are UTC with milliseconds; the server's clock made them.
struct Job {
    JobId id = 0;
    QString taskIdentifier = {};
    Payload payload = {};
    std::optional<QString> queueName = {}; ///< Jobs of one named queue run strictly one at a time.
    int priority = 0; ///< Lower runs first.
    QDateTime runAt = {}; ///< Not before this.
    int attempts = 0; ///< Executions begun so far.
    int maxAttempts = 25;
    std::optional<QString> lastError = {};
    QDateTime createdAt = {};
    QDateTime updatedAt = {};
    std::optional<QString> jobKey = {};
    QStringList flags = {};
    std::optional<QString> rateLimitKey = {};
    QDateTime lockedAt = {}; ///< Invalid where it is not locked.
    std::optional<QString> lockedBy = {}; ///< The worker id that holds the lock.
    qint64 revision = 0; ///< Goes up at each change.
    JobStatus status = JobStatus::Available;
    std::optional<PartialResults> lastPartialResults = {}; ///< Of the last execution, where it was a partial success.

    /// Available, but not before a time that is still to come at `now`.
    [[nodiscard]] bool isScheduled(const QDateTime &now) const { return status == JobStatus::Available && runAt > now; }
    friend bool operator==(const Job &, const Job &) = default;
};

} // namespace jobq
