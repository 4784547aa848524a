// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/types.h"

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
    qint64 affected = 0; ///< Jobs, records or names that it changes; exact unless `isEstimate`.
    bool isEstimate = false;
    QStringList notes; ///< Whole sentences.
    QString sql;
};

/// A change before it is made: how to look ahead, how to do it, and what to say about it. Everything that the console
/// changes goes through one of these.
struct Plan {
    QString title; ///< “Reschedule 12 jobs”
    QString verb; ///< On the button: “Reschedule”.
    QString icon;
    bool isDangerous = false; ///< The button is red.
    bool canBeUndone = false;
    QString undoNote; ///< One sentence: how it is undone, or why it can't be.
    /// Reads the database only.
    std::function<PlanPreview(const System &)> preview;
    /// Changes a batch of the frozen jobs. Empty where runWhole does it.
    std::function<BatchResult(const System &, const FrozenJobs &, const OperationContext &)> runBatch;
    std::function<BatchResult(const System &, const OperationContext &)> runWhole;
};

/// The plans that the console knows.
class Plans
{
    Q_DECLARE_TR_FUNCTIONS(jobq::console::Plans)
public:
    static Plan permanentlyFail(const QList<JobId> &ids, const QString &reason);
    static Plan reschedule(const QList<JobId> &ids, const RescheduleOptions &options);
    static Plan unlockJobs(const QList<JobId> &ids);
    static Plan unlockWorkers(const QStringList &workerIds);
    static Plan unlockQueues(const QStringList &queueNames);
    static Plan replay(const ReplayOptions &options);
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
