// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/job.h"

#include <QUuid>

#include <chrono>
#include <optional>

namespace jobq {

enum class HistoryStatus {
    Started, ///< Still running.
    Completed,
    Failed,
    PartialSuccess,
    Abandoned, ///< Its lock was reset.
};

/// One execution of a job. Kept until `expiresAt`, whatever becomes of the job.
struct HistoryRecord {
    QUuid correlationId = {};
    JobId jobId = 0;
    QString taskIdentifier = {};
    std::optional<QString> queueName = {};
    Payload payload = {};
    QString workerId = {};
    int attempt = 0; ///< 1 for the first execution.
    int priority = 0;
    std::optional<QString> rateLimitKey = {};
    HistoryStatus status = HistoryStatus::Started;
    QDateTime startedAt = {};
    QDateTime finishedAt = {}; ///< Invalid while it runs.
    std::chrono::microseconds queueTime{0}; ///< From when it could run (run-at) to its claim.
    std::chrono::microseconds executionTime{0}; ///< As the worker measured it.
    std::optional<QString> errorMessage = {};
    std::optional<QString> errorDetail = {}; ///< A stack, or whatever else explains the error.
    std::optional<PartialResults> partialResults = {}; ///< What it reported: of a partial success, or the results of a completed one.
    QDateTime expiresAt = {}; ///< Invalid while it runs.
    std::optional<JobId> replayedAs = {}; ///< The job that a replay of this record made.

    friend bool operator==(const HistoryRecord &, const HistoryRecord &) = default;
};

} // namespace jobq
