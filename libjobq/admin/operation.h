// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"
#include "job/job.h"
#include "job/payload.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace jobq {

using OperationId = qint64;

/// Who changes something, and why: what the audit keeps. Every member may be empty.
struct OperationContext {
    QString actor = {}; ///< Up to 255 characters. Empty: the database user.
    QString reason = {}; ///< Up to 10,000 characters.
    /// Ties the batches of one operator's action together (Operation::group): any text up to 255 characters,
    /// for example a UUID.
    QString group = {};
};

/// Why an operation left a job alone.
enum class SkipReason {
    NotFound, ///< No such job (any more).
    Locked, ///< A worker executes it.
    NotLocked, ///< Nobody executes it.
    AlreadyExhausted, ///< It is exhausted already.
    NoAttemptsLeft, ///< It has had as many attempts as it would be given.
    Changed, ///< It changed since the preview, or (undo) since the operation; or a later execution counts (replay).
    NeverExecuted, ///< It has no finished execution.
    LastDidNotFail, ///< Its last execution of all did not fail.
    StillWaiting, ///< It waits for its own retry.
    AlreadyReplayed, ///< A replay of this failure exists.
    NoMatch, ///< Its last execution does not match the filters.
    UnknownRateLimit, ///< Its rate limit is registered no more.
    AlreadyStarted, ///< (Undo of a replay) the new job has begun.
};

/// One plain English sentence, without the job's number: "A worker executes it."
[[nodiscard]] JOBQ_EXPORT QString sentence(SkipReason reason);

/// A job that an operation left alone.
struct SkippedJob {
    JobId id = 0;
    SkipReason reason = SkipReason::NotFound;

    friend bool operator==(const SkippedJob &, const SkippedJob &) = default;
};

/// A replay: the job whose last execution failed, and the job that was made of it.
struct ReplayedJob {
    JobId sourceId = 0;
    JobId newId = 0;

    friend bool operator==(const ReplayedJob &, const ReplayedJob &) = default;
};

/// What an operation did. All lists ascend by id and hold each job once.
struct OperationReport {
    /// Its row in jobq.operations; none where nothing was changed.
    std::optional<OperationId> operationId;
    /// The jobs that were changed. Of a replay: the new jobs; of its undo: the jobs that were deleted.
    QList<JobId> changed;
    QList<ReplayedJob> replayed; ///< Of a replay only.
    QList<SkippedJob> skipped;
};

/// A job as a preview saw it.
struct JobRevision {
    JobId id = 0;
    qint64 revision = 0;

    friend bool operator==(const JobRevision &, const JobRevision &) = default;
};

/// Jobs as a preview saw them: an operation on them skips what changed since (SkipReason::Changed).
class FrozenJobs
{
public:
    /// For ids and revisions that were kept elsewhere; else OperationPreview::frozen().
    explicit FrozenJobs(const QList<JobRevision> &jobs)
        : m_jobs(jobs)
    {
    }
    /// What was seen.
    [[nodiscard]] const QList<JobRevision> &jobs() const { return m_jobs; }

private:
    QList<JobRevision> m_jobs;
};

/// One of the jobs that an operation would change.
struct PreviewedJob {
    JobId id = 0;
    QString taskIdentifier;
    std::optional<QString> queueName;
    JobStatus status = JobStatus::Available; ///< Of a replay: always exhausted.
    QDateTime runAt; ///< Of a replay: when the failed execution ended.
    int priority = 0;
    int attempts = 0;
    int maxAttempts = 0;
    std::optional<QString> lastError; ///< Its first 500 characters. Of a replay: that of the failed execution.
};

/// How many of the eligible jobs are of one task in one queue.
struct PreviewGroup {
    QString taskIdentifier;
    std::optional<QString> queueName;
    qsizetype count = 0;
};

/// What an operation would do if it ran now: made by the same code, without a lock and without a change.
struct OperationPreview {
    QList<JobRevision> eligible; ///< Ascending by id.
    QList<SkippedJob> skipped; ///< Ascending by id.
    QList<PreviewGroup> groups; ///< The largest first.
    QList<PreviewedJob> sample; ///< The first 20 eligible ones, at most.
    /// The statement that does it to the eligible jobs, complete with its values, as one could paste it into psql.
    QString sql;

    /// `count` of the eligible jobs from `first` on, to be handed to the operation: all of them by default.
    [[nodiscard]] FrozenJobs frozen(qsizetype first = 0, qsizetype count = -1) const
    {
        return FrozenJobs(eligible.mid(first, count));
    }
};

/// A row of the audit: one change that somebody made.
struct Operation {
    OperationId id = 0;
    QDateTime at;
    QString actor;
    QString application; ///< The `application_name` of the connection.
    /// `permanently_fail_jobs`, `reschedule_jobs`, `force_unlock_jobs`, `force_unlock_queues`, `replay_failed_jobs`,
    /// `reset_locked_jobs`, `undo`, `register_rate_limit`, `remove_rate_limit`, `set_maintenance_period`, or the
    /// name of a maintenance task.
    QString kind;
    std::optional<QString> reason;
    std::optional<QString> group; ///< OperationContext::group
    Payload parameters; ///< A JSON object.
    qint64 affectedCount = 0;
    std::optional<OperationId> undoneBy; ///< The operation that undid this one.
    bool canBeUndone = false;
    QString whyNot; ///< One sentence, where it can't be undone.
};

/// A page of the audit, newest first.
struct OperationFilter {
    std::optional<OperationId> before = {}; ///< The cursor: only operations older than this one.
    int limit = 200; ///< 1 to 10,000.
    std::optional<QString> kind = {};
    std::optional<QString> actor = {};
};

} // namespace jobq
