// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include <QSet>

namespace jobq::console {

namespace {

using Look = std::function<void(const Inspector &, const MaintenancePreview &, PlanPreview &)>;

Plan gcPlan(const QString &title, Counted counted, const QString &sql, const Look &look,
            const std::function<qint64(const Maintenance &, const OperationContext &)> &run)
{
    Plan plan;
    plan.title = title;
    plan.counted = counted;
    plan.verb = Plans::tr("Delete");
    plan.icon = QStringLiteral("trash");
    plan.right = Right::Administer;
    plan.isDangerous = true;
    plan.undoNote = Plans::tr("Can't be undone.");
    plan.preview = [look, sql](const System &system) {
        const Inspector inspector(system);
        PlanPreview preview;
        look(inspector, inspector.maintenancePreview(), preview);
        preview.sql = sql;
        return preview;
    };
    plan.steps << [run](const System &system, const OperationContext &context) {
        BatchResult result;
        result.changed = run(Maintenance(system), context);
        return result;
    };
    return plan;
}

void take(const Count &count, PlanPreview &preview)
{
    preview.affected = count.value;
    preview.isEstimate = !count.exact;
}

} // namespace

Plan Plans::gcHistory()
{
    return gcPlan(
        tr("Delete expired history"), Counted::Records,
        QStringLiteral("SELECT jobq.drop_history_partition(name) FROM jobq.expired_history_partitions() WHERE whole;\n"
                       "SELECT jobq.delete_expired_history(name, 0, blocks, 9223372036854775807)\n"
                       "  FROM jobq.expired_history_partitions() WHERE NOT whole;"),
        [](const Inspector &inspector, const MaintenancePreview &found, PlanPreview &preview) {
            take(found.expiredHistory, preview);
            const ExpiredHistory expired = inspector.expiredHistory();
            qint64 grouped = 0;
            for (const ExpiredGroup &group : expired.groups) {
                preview.jobs.groups.append({group.taskIdentifier, group.queueName, qsizetype(group.count)});
                grouped += group.count;
            }
            preview.records = expired.sample;
            if (grouped < preview.affected && grouped > 0)
                preview.notes << tr("By task and queue stand the first %Ln record(s) only.", nullptr, int(grouped));
            if (!found.droppablePartitions.isEmpty())
                preview.notes << tr("%n partition(s) go as a whole, which takes no time: %1.", nullptr, int(found.droppablePartitions.size()))
                                     .arg(found.droppablePartitions.mid(0, 10).join(QStringLiteral(", ")));
            preview.notes << tr("Records whose retention has not ended stay.");
        },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcJobHistory(context); });
}

Plan Plans::gcQueues()
{
    return gcPlan(
        tr("Forget empty queues"), Counted::Queues, QStringLiteral("SELECT jobq.retire_queues();\nSELECT jobq.settle_queues();"),
        [](const Inspector &, const MaintenancePreview &found, PlanPreview &preview) {
            take(found.emptyQueues, preview);
            preview.names = found.emptyQueueNames;
            preview.notes << tr("Queues that have a job, whether it waits, runs or is exhausted, stay. A forgotten queue comes back with its next job.");
        },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcJobQueues(context); });
}

Plan Plans::gcTasks()
{
    return gcPlan(
        tr("Forget unused task identifiers"), Counted::Tasks, QStringLiteral("SELECT jobq.retire_lanes(interval '7 days');\nSELECT jobq.settle_lanes();"),
        [](const Inspector &, const MaintenancePreview &found, PlanPreview &preview) {
            take(found.unusedTasks, preview);
            preview.names = found.unusedTaskNames;
            preview.notes << tr("Task identifiers of a job, or used within the last 7 days, stay. A forgotten one comes back with its next job.");
        },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcTaskIdentifiers({}, context); });
}

namespace {

// In flight is little: all locks are looked at, so that what stays can be told too.
QStringList notesOnLocks(const Inspector &inspector, const QList<JobRevision> &eligible)
{
    QSet<JobId> ids;
    for (const JobRevision &job : eligible)
        ids.insert(job.id);
    PageRequest request;
    request.limit = 10'000;
    request.textLimit = 0;
    int younger = 0;
    int ofLiveWorkers = 0;
    for (const LockedJob &locked : inspector.lockedJobs({}, request).rows) {
        if (!ids.contains(locked.job.id))
            ++younger;
        else if (locked.workerHealth == WorkerHealth::Alive)
            ++ofLiveWorkers;
    }
    QStringList notes{Plans::tr("The executions are recorded as abandoned. A job without an attempt left becomes exhausted.")};
    if (ofLiveWorkers > 0)
        notes << Plans::tr("%Ln lock(s) belong to workers that are alive: what they run may run twice.", nullptr, ofLiveWorkers);
    if (younger > 0)
        notes << Plans::tr("%Ln lock(s) younger than that stay.", nullptr, younger);
    return notes;
}

} // namespace

Plan Plans::resetLocked(std::chrono::milliseconds timeout)
{
    Plan plan;
    plan.title = tr("Reset stale locks");
    plan.counted = Counted::Locks;
    plan.verb = tr("Reset locks");
    plan.icon = QStringLiteral("unlock");
    plan.isDangerous = true;
    plan.undoNote = tr("Can't be undone: another worker may take the jobs at once. A worker that still runs one of them loses it.");
    plan.preview = [timeout](const System &system) {
        PlanPreview preview;
        preview.jobs = JobAdmin(system).previewResetLockedJobs({timeout});
        preview.affected = preview.jobs.eligible.size();
        preview.sql = preview.jobs.sql;
        preview.notes = notesOnLocks(Inspector(system), preview.jobs.eligible);
        return preview;
    };
    plan.runBatch = [timeout](const System &system, const FrozenJobs &frozen, const OperationContext &context) {
        const OperationReport report = JobAdmin(system).resetLockedJobs(frozen, {timeout}, context);
        return BatchResult{report.changed.size(), report.skipped, report.operationId, {}};
    };
    return plan;
}

} // namespace jobq::console
