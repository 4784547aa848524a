// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/payload.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace jobq {

/// What a job key does where a job with this key exists already.
enum class JobKeyMode {
    Replace, ///< The waiting job takes all the new values.
    PreserveRunAt, ///< The same, but it keeps its run-at.
    UnsafeDedupe, ///< If the key exists in any state nothing changes, and the existing job is returned.
};

/// How a job is to be added; every member has a default. See SPEC "Enqueue".
struct JobOptions {
    std::optional<QString> queueName = {}; ///< None: the job runs beside any other.
    std::optional<QDateTime> runAt = {}; ///< None: now, by the server's clock.
    int priority = 0; ///< Lower runs first.
    int maxAttempts = 25; ///< 1 or more.
    std::optional<QString> jobKey = {};
    std::optional<JobKeyMode> jobKeyMode = {}; ///< None: Replace. A mode without a key is a Usage error.
    QStringList flags = {};
    std::optional<QString> rateLimitKey = {}; ///< A limit that RateLimits::registerRateLimit() knows.
};

/// One job to be added.
struct JobSpec {
    QString taskIdentifier = {};
    Payload payload = {};
    JobOptions options = {};
};

} // namespace jobq
