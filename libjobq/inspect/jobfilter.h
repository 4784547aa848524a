// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/page.h"
#include "job/job.h"

#include <QFlags>

#include <chrono>
#include <optional>

namespace jobq {

/// Where a job stands on its way. Ready, Waiting and Scheduled together are JobStatus::Available.
enum class JobStage {
    Locked = 1, ///< A worker has claimed it.
    Ready = 2, ///< Can be claimed now.
    Waiting = 4, ///< Due, but behind another job of its named queue.
    Scheduled = 8, ///< Its run-at is still to come (or, in a named queue, has come this very moment).
    Exhausted = 16, ///< Out of attempts or failed permanently.
};
Q_DECLARE_FLAGS(JobStages, JobStage)
Q_DECLARE_OPERATORS_FOR_FLAGS(JobStages)

inline constexpr JobStages AvailableStages = JobStages::fromInt(2 | 4 | 8);
inline constexpr JobStages AllStages = JobStages::fromInt(1 | 2 | 4 | 8 | 16);

/// One value inside the payload: `args.a.b:value`.
///
/// Matches the text "5" as well as the number 5. Where the path leads through an array, any of its elements will do.
struct ArgumentMatch {
    QStringList path = {}; ///< Member names from the payload's root; not empty.
    QString value = {};

    friend bool operator==(const ArgumentMatch &, const ArgumentMatch &) = default;
};

/// Which jobs. Everything that is set must hold; the default is all jobs.
struct JobFilter {
    JobStages stages = AllStages;
    std::optional<QString> taskIdentifier = {};
    std::optional<QString> queueName = {}; ///< Empty: jobs of no named queue.
    std::optional<QString> jobKey = {};
    QStringList flags = {}; ///< Jobs that carry all of them.
    std::optional<QString> rateLimitKey = {};
    std::optional<QString> workerId = {}; ///< Locked by this worker.
    std::optional<int> priority = {};
    std::optional<int> minAttempts = {};
    QList<ArgumentMatch> arguments = {};
    std::optional<QString> errorText = {}; ///< The last error contains it, upper or lower case alike.
    std::optional<QString> errorFingerprint = {}; ///< See FailureGroup.
    std::optional<std::chrono::milliseconds> minAge = {}; ///< Since it was added.
    std::optional<std::chrono::milliseconds> maxAge = {};

    friend bool operator==(const JobFilter &, const JobFilter &) = default;
};

enum class JobOrder {
    /// Locked, ready, waiting, scheduled, exhausted; within these the order in which they would run (ready: priority,
    /// run-at, id; waiting: by queue; scheduled: run-at, id; locked and exhausted: id). Every filter by stage,
    /// task, flag, rate limit, worker, key or (but for scheduled and exhausted jobs) queue finds its rows at once.
    ByStage,
    NewestFirst, ///< By id; a rare filter makes the page incomplete.
    OldestFirst,
};

/// A job as lists show it.
struct ListedJob : Job {
    JobStage stage = JobStage::Ready;
    qint64 payloadBytes = 0; ///< Of the whole payload's text.
    bool payloadCapped = false; ///< `payload` is cut and no longer valid JSON: read job(id) for all of it.
    bool lastErrorCapped = false;
    std::optional<double> progress; ///< 0 to 1, as the handler reported it.
    std::optional<QString> progressNote;

    friend bool operator==(const ListedJob &, const ListedJob &) = default;
};

using JobPage = Page<ListedJob>;

} // namespace jobq
