// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "tour.h"

#include <admin/jobadmin.h>
#include <admin/maintenance.h>
#include <admin/maintenancerunner.h>
#include <enqueue/jobenqueue.h>
#include <execution/workerexecution.h>

#include <QEventLoop>
#include <QTimer>

using namespace jobq;
using namespace std::chrono_literals;

namespace {

const QString me = QStringLiteral("tour-admin");

JobId addJob(const System &sys, const QString &task, const JobOptions &options = {})
{
    return JobEnqueue(sys).addJob(task, {}, options).id;
}

QList<ClaimedJob> claim(const System &sys, const QString &task, int batch = 1)
{
    return WorkerExecution(sys).getJobs(me, {.taskIdentifiers = QStringList{task}, .batchSize = batch});
}

void tell(const char *what, const OperationReport &report)
{
    say(QStringLiteral("%1: %2 changed, %3 skipped").arg(QLatin1String(what)).arg(report.changed.size()).arg(report.skipped.size()));
    for (const SkippedJob &job : report.skipped)
        say(QStringLiteral("  job %1: %2").arg(job.id).arg(sentence(job.reason)));
}

} // namespace

void showAdministration(const System &sys)
{
    stop("Administration");
    const JobAdmin admin(sys);
    const OperationContext why{.actor = "tour", .reason = "to show it", .group = "tour-1"};
    const JobId waiting = addJob(sys, "bill");
    const JobId locked = addJob(sys, "bill-now");
    const QList<ClaimedJob> held = claim(sys, "bill-now");

    // [preview]
    const OperationPreview preview = admin.previewRescheduleJobs({waiting, locked, 999999}, {.priority = -1});
    say(QStringLiteral("%1 would be changed, %2 skipped:\n%3")
            .arg(preview.eligible.size()).arg(preview.skipped.size()).arg(preview.sql));
    const OperationReport report = admin.rescheduleJobs(preview.frozen(), {.priority = -1}, why);
    // [/preview]
    tell("reschedule", report);
    tell("reschedule again", admin.rescheduleJobs({waiting, locked}, {.runAt = QDateTime::currentDateTimeUtc().addDays(1)}, why));
    showError("nothing to change", [&] { admin.rescheduleJobs({waiting}, {}); });

    check(admin.previewPermanentlyFailJobs({waiting, locked}).eligible.size() == 2, "both can be failed");
    tell("fail", admin.permanentlyFailJobs({waiting, locked}, "the customer is gone", why));
    tell("fail again", admin.permanentlyFailJobs(FrozenJobs({{waiting, 1}}), "again"));
    check(!WorkerExecution(sys).completeJobs(me, held, 1ms).isComplete(), "its worker has lost it");

    addJob(sys, "hold", {.queueName = "held"});
    check(claim(sys, "hold").size() == 1, "it holds its queue");
    check(admin.previewForceUnlockQueues(QStringList{"held"}).eligible.size() == 1, "one lock");
    check(admin.forceUnlockQueues(QStringList()).changed.isEmpty(), "an empty list means none");
    tell("unlock the queue", admin.forceUnlockQueues(QStringList{"held"}, why));
    const QList<ClaimedJob> again = claim(sys, "hold");
    check(admin.previewForceUnlockJobs(QStringList{me}).eligible.size() == 1, "of this worker");
    const OperationPreview chosen = admin.previewForceUnlockJobs(QList<JobId>{again.first().id});
    tell("unlock the job", admin.forceUnlockJobs(chosen.frozen(), why));
    (void)claim(sys, "hold");
    tell("unlock all", admin.forceUnlockJobs(std::nullopt, why));
    (void)claim(sys, "hold");
    say(QStringLiteral("reset: %1 locks are that old").arg(admin.resetLockedJobs()));
    check(admin.resetLockedJobs({.timeout = 0ms}) == 1, "or all of them");
    (void)claim(sys, "hold");
    const OperationPreview old = admin.previewResetLockedJobs({.timeout = 0ms});
    tell("reset what was seen", admin.resetLockedJobs(old.frozen(), {.timeout = 0ms}, why));
}

void showReplayAndUndo(const System &sys)
{
    stop("Replay, undo and the audit");
    const JobAdmin admin(sys);
    const WorkerExecution exec(sys);
    const JobId failing = addJob(sys, "charge", {.maxAttempts = 1});
    exec.failJobs(me, {{claim(sys, "charge").first(), "the bank is closed"}}, 1ms);

    // [replay]
    const ReplayOptions charges{.from = QDateTime::currentDateTimeUtc().addSecs(-3600), .taskIdentifier = "charge"};
    const OperationPreview preview = admin.previewReplayFailedJobs(charges);
    const OperationReport replay = admin.replayFailedJobs(preview.frozen(), 5, {.reason = "the bank is open"});
    // [/replay]
    check(replay.replayed.size() == 1 && replay.replayed.first().sourceId == failing, "one new job");
    tell("replay", replay);
    check(admin.replayFailedJobs(charges).changed.isEmpty(), "nothing is created twice");

    // [undo]
    const OperationPreview back = admin.previewUndo(replay.operationId.value());
    const OperationReport undone = admin.undo(replay.operationId.value(), {.reason = "a mistake"});
    // [/undo]
    check(back.eligible.size() == 1 && undone.changed.size() == 1, "the new job is gone");
    showError("undo twice", [&] { admin.undo(*replay.operationId); });

    const QList<Operation> audit = admin.operations({.limit = 3});
    for (const Operation &operation : audit)
        say(QStringLiteral("%1 by %2: %3").arg(operation.kind, operation.actor, operation.reason.value_or("–")));
    check(admin.affectedJobs(audit.first().id) == undone.changed, "the jobs it changed");
}

void showMaintenance(const System &sys)
{
    stop("Maintenance");
    const Maintenance maintenance(sys);
    say(QStringLiteral("history %1, queues %2, tasks %3, freed %4, pruned %5 and %6, mended %7, partitions %8")
            .arg(maintenance.gcJobHistory()).arg(maintenance.gcJobQueues()).arg(maintenance.gcTaskIdentifiers({.retention = 24h}))
            .arg(maintenance.releaseDeadWorkers()).arg(maintenance.pruneWorkers()).arg(maintenance.pruneOperations())
            .arg(maintenance.mendQueues()).arg(maintenance.createPartitions()));
    maintenance.setPeriod("gc_job_queues", 30min, {.reason = "queues come and go"});
    say(QStringLiteral("run by hand: %1").arg(maintenance.runNow("gc_job_queues")));
    for (const MaintenanceTask &task : maintenance.schedule())
        say(QStringLiteral("  %1 every %2 s").arg(task.name).arg(task.period.count() / 1000));

    MaintenanceRunner runner(sys);
    runner.setPollInterval(50ms);
    QEventLoop loop;
    QObject::connect(&runner, &MaintenanceRunner::taskFinished, &loop, [&loop](const QString &task, qint64 count) {
        say(QStringLiteral("the runner did %1: %2").arg(task).arg(count));
        loop.quit();
    });
    QTimer::singleShot(30s, &loop, [&loop] { loop.exit(1); });
    runner.start();
    check(runner.isRunning() && loop.exec() == 0, "something was due");
    runner.stop();
}
