// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/operation.h"
#include "db/system.h"
#include "job/export.h"
#include "job/job.h"

#include <QDateTime>
#include <QList>
#include <QStringList>
#include <QUuid>

#include <chrono>
#include <optional>

namespace jobq {

/// What rescheduleJobs() sets: at least one.
struct RescheduleOptions {
    std::optional<QDateTime> runAt = {}; ///< Between the years 1970 and 9999.
    std::optional<int> priority = {};
    std::optional<int> maxAttempts = {}; ///< 1 or more.
};

/// Which failures replayFailedJobs() looks at: the filters given must all hold, and at least one must be given.
struct ReplayOptions {
    std::optional<QDateTime> from = {}; ///< The execution ended at this time or later (milliseconds count).
    std::optional<QDateTime> to = {}; ///< … or earlier, this millisecond included.
    std::optional<QString> taskIdentifier = {};
    std::optional<QList<JobId>> jobIds = {}; ///< Only the failures of these jobs; an empty list: none.
    std::optional<QList<QUuid>> correlationIds = {}; ///< Only these executions; an empty list: none.
    int maxAttempts = 25; ///< Of the new jobs, 1 or more.
};

/// Which locks resetLockedJobs() opens. Of frozen ones the timeout is only what the audit keeps.
struct ResetOptions {
    std::chrono::milliseconds timeout{std::chrono::hours(4)}; ///< Locks that are this old. 0: every lock.
    /// Leaves the locks of registered workers alone whose lease runs: a long job may still be at work there.
    bool keepLiveWorkers = false;
};

/// Inspects and repairs by hand. Cheap to construct; may be used from any thread; each call blocks its caller.
///
/// Each operation is one transaction, takes its locks in the order of the ids, and returns what it changed and what
/// it skipped and why; an id that is given twice counts once, and any number of ids is fine. What it changed it
/// writes into jobq.operations in the same transaction. A worker whose job was taken from it learns so when it
/// finishes (FinishReport::Result::Lost).
///
/// Previews do the same work without a lock and without a change. Their eligible jobs (OperationPreview::frozen)
/// can be handed to the operation, at once or in batches: what changed since is skipped.
///
/// Errors: Usage names the argument (`ids`, `reason`, `options.runAt`, `context.actor`, …) and nothing was
/// changed; Busy, Connection and OutcomeUnknown as jobq::Error tells.
class JOBQ_EXPORT JobAdmin
{
    /// Makes `forceUnlockJobs({})` ambiguous: whether it means all or none must be said.
    struct NothingNamed {
    };

public:
    explicit JobAdmin(const System &system);

    /// Exhausts jobs, whatever attempts they have left; `reason` (1 to 10,000 characters) becomes their last error.
    /// Of a locked job the running execution is recorded as failed with that reason, and its worker loses it.
    /// A job that is exhausted already is skipped.
    OperationReport permanentlyFailJobs(const QList<JobId> &ids, const QString &reason,
                                        const OperationContext &context = {}) const;
    OperationReport permanentlyFailJobs(const FrozenJobs &jobs, const QString &reason,
                                        const OperationContext &context = {}) const;
    [[nodiscard]] OperationPreview previewPermanentlyFailJobs(const QList<JobId> &ids, const QString &reason = {}) const;

    /// Changes when and how often jobs run. Locked jobs are skipped, and so is a waiting job that has had
    /// `maxAttempts` attempts already. An exhausted job is available again if `maxAttempts` is given and more than
    /// its attempts; else it takes the values and stays exhausted.
    OperationReport rescheduleJobs(const QList<JobId> &ids, const RescheduleOptions &options,
                                   const OperationContext &context = {}) const;
    OperationReport rescheduleJobs(const FrozenJobs &jobs, const RescheduleOptions &options,
                                   const OperationContext &context = {}) const;
    [[nodiscard]] OperationPreview previewRescheduleJobs(const QList<JobId> &ids, const RescheduleOptions &options) const;

    /// Opens the locks that these workers hold; `std::nullopt`: all locks; an empty list: none. The executions are
    /// recorded as abandoned; attempts stay as they are.
    OperationReport forceUnlockJobs(const std::optional<QStringList> &workerIds, const OperationContext &context = {}) const;
    OperationReport forceUnlockJobs(const FrozenJobs &jobs, const OperationContext &context = {}) const;
    OperationReport forceUnlockJobs(NothingNamed, const OperationContext &context = {}) const = delete;
    [[nodiscard]] OperationPreview previewForceUnlockJobs(const std::optional<QStringList> &workerIds) const;
    [[nodiscard]] OperationPreview previewForceUnlockJobs(NothingNamed) const = delete;
    /// The same for chosen jobs: those that are not locked are skipped.
    [[nodiscard]] OperationPreview previewForceUnlockJobs(const QList<JobId> &ids) const;

    /// Opens the locks of jobs of these named queues; `std::nullopt`: of all named queues; an empty list: none.
    OperationReport forceUnlockQueues(const std::optional<QStringList> &queueNames,
                                      const OperationContext &context = {}) const;
    OperationReport forceUnlockQueues(NothingNamed, const OperationContext &context = {}) const = delete;
    /// Run what it shows with forceUnlockJobs(preview.frozen()).
    [[nodiscard]] OperationPreview previewForceUnlockQueues(const std::optional<QStringList> &queueNames) const;
    [[nodiscard]] OperationPreview previewForceUnlockQueues(NothingNamed) const = delete;

    /// For each job whose last execution of all is `failed` and matches the filters: makes one new job with the same
    /// task, payload, queue, priority and rate-limit key and the flag `replay`, due now, and links the record to it.
    /// Skips a job that still waits for its own retry or runs, a failure that was replayed before, and a rate limit
    /// that is registered no more. An exhausted job leaves the queue with its replay; its history stays.
    OperationReport replayFailedJobs(const ReplayOptions &options, const OperationContext &context = {}) const;
    /// The failures that a preview showed. The revisions are those of the failed executions.
    OperationReport replayFailedJobs(const FrozenJobs &jobs, int maxAttempts = 25, const OperationContext &context = {}) const;
    [[nodiscard]] OperationPreview previewReplayFailedJobs(const ReplayOptions &options) const;

    /// Opens locks that are as old as the timeout, and records the executions as abandoned. A job without an attempt
    /// left is exhausted: a job that kills its workers must not come back for ever. Returns how many it opened.
    qsizetype resetLockedJobs(const ResetOptions &options = {}, const OperationContext &context = {}) const;
    /// The same for the locks that a preview showed, whatever has come of age since. What changed is skipped.
    OperationReport resetLockedJobs(const FrozenJobs &jobs, const ResetOptions &options = {}, const OperationContext &context = {}) const;
    [[nodiscard]] OperationPreview previewResetLockedJobs(const ResetOptions &options = {}) const;

    /// Takes an operation back as far as its jobs have not changed since: permanently fail and reschedule restore
    /// the values of before (an execution that was cut short stays failed: its job is available again), replay
    /// deletes the new jobs that have not begun, and brings the exhausted ones back. Kept for 30 days.
    /// Throws NotFound, or Conflict where it was undone before or can't be undone.
    OperationReport undo(OperationId operationId, const OperationContext &context = {}) const;
    [[nodiscard]] OperationPreview previewUndo(OperationId operationId) const;

    /// The audit, newest first.
    [[nodiscard]] QList<Operation> operations(const OperationFilter &filter = {}) const;
    /// The jobs that an operation changed. Throws NotFound.
    [[nodiscard]] QList<JobId> affectedJobs(OperationId operationId) const;

private:
    System m_system;
};

} // namespace jobq
