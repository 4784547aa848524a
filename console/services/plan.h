// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/jobselection.h"
#include "services/right.h"
#include "services/types.h"

#include <QCoreApplication>
#include <QStringList>

#include <functional>
#include <optional>

namespace jobq::console {

/// What one batch, or the whole of an operation without batches, came to.
struct BatchResult {
    qint64 changed = 0;
    QList<SkippedJob> skipped;
    std::optional<OperationId> operationId;
    QString message; ///< For people; may be empty.
};

/// What an operation would do, as the operator sees it before it runs.
struct PlanPreview {
    OperationPreview jobs; ///< Frozen: what changes after this is skipped.
    QList<ExpiredRecord> records; ///< Of history: the first of them. Their groups are among those of `jobs`.
    qint64 affected = 0; ///< Jobs, records or names that it changes; exact unless `isEstimate`.
    bool isEstimate = false;
    QStringList names; ///< Of what is no job: queues, tasks, limits. The first of them.
    QStringList notes; ///< Whole sentences.
    QString sql;
};

/// What an operation counts.
enum class Counted { Jobs, Locks, Records, Queues, Tasks, Limits, RemovedLimits };

/// A change before it is made: how to look ahead, how to do it, and what to say about it. Everything that the console
/// changes goes through one of these.
struct Plan {
    QString title; ///< “Reschedule 12 jobs”
    Counted counted = Counted::Jobs;
    QString verb; ///< On the button: “Reschedule”.
    QString icon;
    Right right = Right::Operate; ///< Without it, it can be looked at and not run.
    bool isReplay = false; ///< Its jobs are those whose execution failed.
    bool isDangerous = false; ///< The button is red.
    bool canBeUndone = false;
    QString undoNote; ///< One sentence: how it is undone, or why it can't be.
    /// Reads the database only.
    std::function<PlanPreview(const System &)> preview;
    /// Changes a batch of the frozen jobs. Empty where the steps do it.
    std::function<BatchResult(const System &, const FrozenJobs &, const OperationContext &)> runBatch;
    /// What has no frozen jobs, one step after the other; it can be cancelled between them.
    QList<std::function<BatchResult(const System &, const OperationContext &)>> steps;
};

/// As PostgreSQL reads it: `90 seconds`, `1 minute`, `1500 milliseconds`.
[[nodiscard]] QString intervalText(std::chrono::milliseconds interval);
/// What the text means to PostgreSQL, or nothing where this is not sure of it: `1 hour 30 minutes`, `90s`, `00:01:30`.
[[nodiscard]] std::optional<std::chrono::milliseconds> readInterval(const QString &text);
/// The rate limit of this key, if there is one.
[[nodiscard]] std::optional<RateLimitInfo> rateLimitOf(const System &system, const QString &key);

/// Puts together what belongs to the same task and queue, the largest first.
[[nodiscard]] QList<PreviewGroup> mergedGroups(const QList<PreviewGroup> &groups);

/// Said where a selection is larger than one change may be.
[[nodiscard]] QString doAgainNote();

/// The plans that the console knows.
class Plans
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::Plans)
public:
    static Plan permanentlyFail(const JobSelection &jobs, const QString &reason);
    static Plan reschedule(const JobSelection &jobs, const RescheduleOptions &options);
    static Plan unlockJobs(const JobSelection &jobs);
    static Plan unlockWorkers(const QStringList &workerIds);
    static Plan unlockQueues(const QStringList &queueNames);
    /// All that the filter matches when the preview looks. `title` names them.
    static Plan unlockWorkers(const WorkerFilter &filter, const QString &title);
    static Plan unlockQueues(const QueueFilter &filter, const QString &title);
    /// The failures of those jobs, or without a selection those that the options name. `canary`: only so many of them.
    static Plan replay(const std::optional<JobSelection> &jobs, const ReplayOptions &options, int canary = 0);
    static Plan resetLocked(std::chrono::milliseconds timeout);
    static Plan gcHistory();
    static Plan gcQueues();
    static Plan gcTasks();
    static Plan registerRateLimit(const QString &key, int capacity, const QString &interval);
    static Plan removeRateLimit(const QString &key);
    static Plan refillRateLimits();
    static Plan enqueue(const QList<JobSpec> &specs);
    static Plan undo(const QList<OperationId> &operations, const QString &what);
};

} // namespace jobq::console
