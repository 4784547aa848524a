// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include <QLocale>

namespace jobq::console {

namespace {

PlanPreview ofJobs(const OperationPreview &jobs)
{
    PlanPreview preview;
    preview.jobs = jobs;
    preview.affected = jobs.eligible.size();
    preview.sql = jobs.sql;
    return preview;
}

BatchResult ofReport(const OperationReport &report)
{
    BatchResult result;
    result.changed = report.changed.size();
    result.skipped = report.skipped;
    result.operationId = report.operationId;
    return result;
}

QString sqlText(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

} // namespace

Plan Plans::permanentlyFail(const QList<JobId> &ids, const QString &reason)
{
    Plan plan;
    plan.title = tr("Permanently fail %n job(s)", nullptr, int(ids.size()));
    plan.verb = tr("Permanently fail");
    plan.icon = QStringLiteral("ban");
    plan.isDangerous = true;
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for 30 days, job by job, where a job has not changed since. An execution that is cut short stays failed.");
    plan.preview = [ids, reason](const System &system) { return ofJobs(JobAdmin(system).previewPermanentlyFailJobs(ids, reason)); };
    plan.runBatch = [reason](const System &system, const FrozenJobs &jobs, const OperationContext &context) {
        return ofReport(JobAdmin(system).permanentlyFailJobs(jobs, reason, context));
    };
    return plan;
}

Plan Plans::reschedule(const QList<JobId> &ids, const RescheduleOptions &options)
{
    Plan plan;
    plan.title = tr("Reschedule %n job(s)", nullptr, int(ids.size()));
    plan.verb = tr("Reschedule");
    plan.icon = QStringLiteral("reschedule");
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for 30 days, job by job, where a job has not changed since.");
    plan.preview = [ids, options](const System &system) { return ofJobs(JobAdmin(system).previewRescheduleJobs(ids, options)); };
    plan.runBatch = [options](const System &system, const FrozenJobs &jobs, const OperationContext &context) {
        return ofReport(JobAdmin(system).rescheduleJobs(jobs, options, context));
    };
    return plan;
}

namespace {

Plan unlockPlan(const QString &title, const std::function<OperationPreview(const System &)> &preview)
{
    Plan plan;
    plan.title = title;
    plan.verb = Plans::tr("Force-unlock");
    plan.icon = QStringLiteral("unlock");
    plan.isDangerous = true;
    plan.undoNote = Plans::tr("Can't be undone: another worker may take the jobs at once. A worker that still runs one of them loses "
                              "it, so its work may be done twice.");
    plan.preview = [preview](const System &system) { return ofJobs(preview(system)); };
    plan.runBatch = [](const System &system, const FrozenJobs &jobs, const OperationContext &context) {
        return ofReport(JobAdmin(system).forceUnlockJobs(jobs, context));
    };
    return plan;
}

} // namespace

Plan Plans::unlockJobs(const QList<JobId> &ids)
{
    return unlockPlan(tr("Force-unlock %n job(s)", nullptr, int(ids.size())),
                      [ids](const System &system) { return JobAdmin(system).previewForceUnlockJobs(ids); });
}

Plan Plans::unlockWorkers(const QStringList &workerIds)
{
    return unlockPlan(tr("Force-unlock the jobs of %n worker(s)", nullptr, int(workerIds.size())), [workerIds](const System &system) {
        return JobAdmin(system).previewForceUnlockJobs(std::optional<QStringList>(workerIds));
    });
}

Plan Plans::unlockQueues(const QStringList &queueNames)
{
    return unlockPlan(tr("Force-unlock %n queue(s)", nullptr, int(queueNames.size())), [queueNames](const System &system) {
        return JobAdmin(system).previewForceUnlockQueues(std::optional<QStringList>(queueNames));
    });
}

Plan Plans::replay(const ReplayOptions &options)
{
    Plan plan;
    plan.title = tr("Replay failed jobs");
    plan.verb = tr("Replay");
    plan.icon = QStringLiteral("replay");
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for the new jobs that have not begun yet.");
    plan.preview = [options](const System &system) {
        PlanPreview preview = ofJobs(JobAdmin(system).previewReplayFailedJobs(options));
        preview.notes << tr("Each becomes a new job with the same task, payload, queue and priority, and the flag “replay”, due at once.");
        return preview;
    };
    plan.runBatch = [most = options.maxAttempts](const System &system, const FrozenJobs &jobs, const OperationContext &context) {
        return ofReport(JobAdmin(system).replayFailedJobs(jobs, most, context));
    };
    return plan;
}

Plan Plans::enqueue(const QList<JobSpec> &specs)
{
    Plan plan;
    plan.title = tr("Enqueue %n job(s)", nullptr, int(specs.size()));
    plan.verb = tr("Enqueue");
    plan.icon = QStringLiteral("enqueue");
    plan.undoNote = tr("Can't be undone, but a job that has not begun can be failed permanently.");
    plan.preview = [specs](const System &) {
        PlanPreview preview;
        preview.affected = specs.size();
        for (const JobSpec &spec : specs.mid(0, 20)) {
            preview.sql += QStringLiteral("SELECT jobq.add_job(%1, %2::jsonb);\n").arg(sqlText(spec.taskIdentifier), sqlText(spec.payload.text()));
        }
        return preview;
    };
    plan.runWhole = [specs](const System &system, const OperationContext &) {
        const QList<Job> jobs = JobEnqueue(system).addJobs(specs);
        BatchResult result;
        result.changed = jobs.size();
        if (!jobs.isEmpty())
            result.message = jobs.size() == 1 ? tr("Added job %1.").arg(jobs.constFirst().id)
                                              : tr("Added jobs %1 to %2.").arg(jobs.constFirst().id).arg(jobs.constLast().id);
        return result;
    };
    return plan;
}

Plan Plans::undo(const QList<OperationId> &operations, const QString &what)
{
    Plan plan;
    plan.title = tr("Undo: %1").arg(what);
    plan.verb = tr("Undo");
    plan.icon = QStringLiteral("undo");
    plan.undoNote = tr("What changed since stays as it is.");
    plan.preview = [operations](const System &system) {
        PlanPreview preview;
        for (const OperationId id : operations) {
            const OperationPreview part = JobAdmin(system).previewUndo(id);
            preview.jobs.eligible += part.eligible;
            preview.jobs.skipped += part.skipped;
            preview.jobs.groups += part.groups;
            preview.jobs.sample += part.sample;
            preview.sql += part.sql + QLatin1String(";\n");
        }
        preview.affected = preview.jobs.eligible.size();
        return preview;
    };
    plan.runWhole = [operations](const System &system, const OperationContext &context) {
        BatchResult result;
        for (const OperationId id : operations) {
            const OperationReport report = JobAdmin(system).undo(id, context);
            result.changed += report.changed.size();
            result.skipped += report.skipped;
            result.operationId = report.operationId;
        }
        return result;
    };
    return plan;
}

} // namespace jobq::console
