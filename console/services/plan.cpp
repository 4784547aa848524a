// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include "services/lookahead.h"

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

// What `look` says of the jobs that are meant.
PlanPreview ofSelection(const System &system, const JobSelection &jobs, const std::function<OperationPreview(const QList<JobId> &)> &look,
                        const QString &cutNote = {})
{
    const LookAhead found = lookAhead(system, jobs, look);
    PlanPreview preview = ofJobs(found.jobs);
    if (found.isCut)
        preview.notes << (cutNote.isEmpty() ? doAgainNote() : cutNote);
    return preview;
}

// Their workers don't stop: they learn of it when they finish.
void noteRunning(const System &system, PlanPreview &preview)
{
    QList<JobId> ids;
    for (const JobRevision &job : std::as_const(preview.jobs.eligible))
        ids.append(job.id);
    const qsizetype running = ids.isEmpty() ? 0 : JobAdmin(system).previewForceUnlockJobs(ids).eligible.size();
    if (running > 0)
        preview.notes << Plans::tr("%Ln of them is/are running now; the worker(s) lose(s) it/them.", nullptr, int(running));
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

QString doAgainNote()
{
    return Plans::tr("More than %Ln job(s) match: these are the first. Do it again for the rest.", nullptr, int(JobSelection::mostJobs()));
}

QList<PreviewGroup> mergedGroups(const QList<PreviewGroup> &groups)
{
    QList<PreviewGroup> merged;
    for (const PreviewGroup &group : groups) {
        const auto same = std::find_if(merged.begin(), merged.end(), [&](const PreviewGroup &other) {
            return other.taskIdentifier == group.taskIdentifier && other.queueName == group.queueName;
        });
        if (same == merged.end())
            merged.append(group);
        else
            same->count += group.count;
    }
    std::stable_sort(merged.begin(), merged.end(), [](const PreviewGroup &a, const PreviewGroup &b) { return a.count > b.count; });
    return merged;
}

Plan Plans::permanentlyFail(const JobSelection &jobs, const QString &reason)
{
    Plan plan;
    plan.title = tr("Permanently fail %1").arg(jobs.phrase());
    plan.verb = tr("Permanently fail");
    plan.icon = QStringLiteral("ban");
    plan.isDangerous = true;
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for 30 days, job by job, where a job has not changed since. An execution that is cut short stays failed.");
    plan.preview = [jobs, reason](const System &system) {
        PlanPreview preview = ofSelection(system, jobs, [&](const QList<JobId> &ids) { return JobAdmin(system).previewPermanentlyFailJobs(ids, reason); });
        noteRunning(system, preview);
        return preview;
    };
    plan.runBatch = [reason](const System &system, const FrozenJobs &frozen, const OperationContext &context) {
        return ofReport(JobAdmin(system).permanentlyFailJobs(frozen, reason, context));
    };
    return plan;
}

Plan Plans::reschedule(const JobSelection &jobs, const RescheduleOptions &options)
{
    Plan plan;
    plan.title = tr("Reschedule %1").arg(jobs.phrase());
    plan.verb = tr("Reschedule");
    plan.icon = QStringLiteral("reschedule");
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for 30 days, job by job, where a job has not changed since.");
    plan.preview = [jobs, options](const System &system) {
        // They match as before, and could be rescheduled for ever.
        return ofSelection(system, jobs, [&](const QList<JobId> &ids) { return JobAdmin(system).previewRescheduleJobs(ids, options); },
                           tr("More than %Ln job(s) match: these are the first. For the rest, use narrower filters.", nullptr, int(JobSelection::mostJobs())));
    };
    plan.runBatch = [options](const System &system, const FrozenJobs &frozen, const OperationContext &context) {
        return ofReport(JobAdmin(system).rescheduleJobs(frozen, options, context));
    };
    return plan;
}

namespace {

Plan unlockPlan(const QString &title, const std::function<PlanPreview(const System &)> &preview)
{
    Plan plan;
    plan.title = title;
    plan.verb = Plans::tr("Force-unlock");
    plan.icon = QStringLiteral("unlock");
    plan.isDangerous = true;
    plan.undoNote = Plans::tr("Can't be undone: another worker may take the jobs at once. A worker that still runs one of them loses "
                              "it, so its work may be done twice.");
    plan.preview = preview;
    plan.runBatch = [](const System &system, const FrozenJobs &frozen, const OperationContext &context) {
        return ofReport(JobAdmin(system).forceUnlockJobs(frozen, context));
    };
    return plan;
}

// The names of all rows of a list. `read` gives one page of it.
template<typename Read, typename NameOf>
QStringList namesOfAll(Read read, NameOf nameOf)
{
    QStringList names;
    PageRequest request;
    request.limit = 10'000;
    while (true) {
        const auto page = read(request);
        for (const auto &row : page.rows)
            names << nameOf(row);
        if ((!page.hasAfter && !page.incomplete) || page.end == request.cursor)
            return names;
        request.cursor = page.end;
    }
}

} // namespace

Plan Plans::unlockJobs(const JobSelection &jobs)
{
    return unlockPlan(tr("Force-unlock %1").arg(jobs.phrase()), [jobs](const System &system) {
        return ofSelection(system, jobs, [&](const QList<JobId> &ids) { return JobAdmin(system).previewForceUnlockJobs(ids); });
    });
}

Plan Plans::unlockWorkers(const QStringList &workerIds)
{
    return unlockPlan(tr("Force-unlock the jobs of %n worker(s)", nullptr, int(workerIds.size())), [workerIds](const System &system) {
        return ofJobs(JobAdmin(system).previewForceUnlockJobs(std::optional<QStringList>(workerIds)));
    });
}

Plan Plans::unlockQueues(const QStringList &queueNames)
{
    return unlockPlan(tr("Force-unlock %n queue(s)", nullptr, int(queueNames.size())), [queueNames](const System &system) {
        return ofJobs(JobAdmin(system).previewForceUnlockQueues(std::optional<QStringList>(queueNames)));
    });
}

Plan Plans::unlockWorkers(const WorkerFilter &filter, const QString &title)
{
    return unlockPlan(title, [filter](const System &system) {
        const QStringList ids = namesOfAll([&](const PageRequest &request) { return Inspector(system).workers(filter, request); }, [](const WorkerInfo &worker) { return worker.id; });
        return ofJobs(JobAdmin(system).previewForceUnlockJobs(std::optional<QStringList>(ids)));
    });
}

Plan Plans::unlockQueues(const QueueFilter &filter, const QString &title)
{
    return unlockPlan(title, [filter](const System &system) {
        QStringList names = namesOfAll([&](const PageRequest &request) { return Inspector(system).queues(filter, request); }, [](const QueueInfo &queue) { return queue.name; });
        names.removeAll(QString()); // the jobs of no queue hold none
        return ofJobs(JobAdmin(system).previewForceUnlockQueues(std::optional<QStringList>(names)));
    });
}

Plan Plans::enqueue(const QList<JobSpec> &specs)
{
    Plan plan;
    plan.title = tr("Enqueue %n job(s)", nullptr, int(specs.size()));
    plan.verb = tr("Enqueue");
    plan.icon = QStringLiteral("enqueue");
    plan.right = Right::Enqueue;
    plan.undoNote = tr("Can't be undone, but a job that has not begun can be failed permanently.");
    plan.preview = [specs](const System &) {
        PlanPreview preview;
        preview.affected = specs.size();
        for (const JobSpec &spec : specs.mid(0, 20)) {
            preview.sql += QStringLiteral("SELECT jobq.add_job(%1, %2::jsonb);\n").arg(sqlText(spec.taskIdentifier), sqlText(spec.payload.text()));
        }
        return preview;
    };
    plan.steps << [specs](const System &system, const OperationContext &) {
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

namespace {

PlanPreview previewUndo(const System &system, const QList<OperationId> &operations)
{
    PlanPreview preview;
    for (const OperationId id : operations) {
        const OperationPreview part = JobAdmin(system).previewUndo(id);
        preview.jobs.eligible += part.eligible;
        preview.jobs.skipped += part.skipped;
        preview.jobs.groups += part.groups;
        preview.jobs.sample += part.sample;
        preview.sql += part.sql + QLatin1Char('\n');
    }
    constexpr qsizetype sampled = 20;
    preview.jobs.groups = mergedGroups(preview.jobs.groups);
    preview.jobs.sample = preview.jobs.sample.mid(0, sampled);
    preview.affected = preview.jobs.eligible.size();
    return preview;
}

} // namespace

Plan Plans::undo(const QList<OperationId> &operations, const QString &what)
{
    Plan plan;
    plan.title = tr("Undo: %1").arg(what);
    plan.verb = tr("Undo");
    plan.icon = QStringLiteral("undo");
    plan.undoNote = tr("Can't be undone itself. What changed since stays as it is.");
    plan.preview = [operations](const System &system) { return previewUndo(system, operations); };
    for (const OperationId id : operations) {
        plan.steps << [id](const System &system, const OperationContext &context) { return ofReport(JobAdmin(system).undo(id, context)); };
    }
    return plan;
}

} // namespace jobq::console
