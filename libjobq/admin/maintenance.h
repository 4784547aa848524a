// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/operation.h"
#include "db/system.h"
#include "job/export.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace jobq {

/// Which task identifiers gcTaskIdentifiers() forgets.
struct TaskGcOptions {
    std::chrono::milliseconds retention{std::chrono::hours(7 * 24)}; ///< No job of it was added for this long; not negative.
};

/// One task of the schedule, and what it last did: a row of jobq.maintenance.
struct MaintenanceTask {
    QString name; ///< `gc_job_history`, `release_dead_workers`, …
    std::chrono::milliseconds period{0}; ///< 0: switched off.
    QDateTime lastStartedAt; ///< Invalid before the first run.
    QDateTime lastFinishedAt; ///< Invalid before the first run has ended; else of the last one that has.
    std::optional<qint64> lastCount; ///< What the last run deleted, freed or made.
    std::optional<QString> lastError; ///< None where the last run succeeded.
    std::optional<QString> lastRunBy; ///< Host and process id.
    bool running = false; ///< Somebody holds its lease now.
    QDateTime nextRunAt; ///< Invalid where it is switched off; in the past where it is due.
};

/// Keeps the tables tidy. Every function may run at any time, beside workers and beside itself. Cheap to construct;
/// may be used from any thread; each call blocks its caller.
///
/// A function that an operator called writes its row in jobq.operations where a context is given.
///
/// Errors: Busy where a lock was not to be had after several short tries (programs that add jobs are never held up
/// for longer than a moment); Usage names the argument.
class JOBQ_EXPORT Maintenance
{
public:
    explicit Maintenance(const System &system);

    /// Deletes the expired history, whole partitions at once; returns how many records exactly.
    qint64 gcJobHistory(const std::optional<OperationContext> &context = {}) const;
    /// Forgets the names of queues that have no job; returns how many.
    qint64 gcJobQueues(const std::optional<OperationContext> &context = {}) const;
    /// Forgets task identifiers that no job has and that were not used for the retention; returns how many.
    qint64 gcTaskIdentifiers(const TaskGcOptions &options = {}, const std::optional<OperationContext> &context = {}) const;

    /// Frees the jobs of workers whose lease has run out; returns how many.
    qint64 releaseDeadWorkers() const;
    /// Deletes the rows of workers that have been dead for a week; returns how many.
    qint64 pruneWorkers() const;
    /// Wakes named queues that changes by hand left asleep; returns how many.
    qint64 mendQueues() const;
    /// Makes the history's partitions for the coming days; returns how many were missing.
    qint64 createPartitions() const;
    /// Deletes the before-images of operations older than 30 days, which then can't be undone; returns how many jobs'.
    qint64 pruneOperations() const;

    /// What a MaintenanceRunner does, how often, and what came of it; by name.
    [[nodiscard]] QList<MaintenanceTask> schedule() const;
    /// Changes how often a task runs; 0 switches it off. Throws NotFound.
    void setPeriod(const QString &task, std::chrono::milliseconds period, const OperationContext &context = {}) const;
    /// Runs a task of the schedule now and records it there. Throws NotFound, or Conflict while another process runs
    /// maintenance.
    qint64 runNow(const QString &task, const std::optional<OperationContext> &context = {}) const;

private:
    System m_system;
};

} // namespace jobq
