// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admintestcase.h"

#include <functional>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A preview changes nothing, shows what the operation would do, and what changed since it is left alone.
class PreviewsTest : public AdminTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void countsByQueueAndTask()
    {
        QList<JobId> ids;
        for (int i = 0; i < 25; ++i)
            ids.append(add({}, u"mail"_s));
        for (int i = 0; i < 3; ++i)
            ids.append(add({.queueName = u"slow"_s}, u"report"_s));
        ids.append(4711);
        const QString before = snapshot();
        const OperationPreview preview = admin().previewPermanentlyFailJobs(ids, u"x"_s);
        QCOMPARE(snapshot(), before);
        QCOMPARE(preview.eligible.size(), 28);
        QCOMPARE(preview.eligible.constFirst(), (JobRevision{ids.constFirst(), 0}));
        QCOMPARE(preview.skipped, (QList<SkippedJob>{{4711, SkipReason::NotFound}}));
        QCOMPARE(preview.sample.size(), 20);
        QCOMPARE(preview.sample.constFirst().taskIdentifier, u"mail"_s);
        QCOMPARE(preview.groups.size(), 2);
        QCOMPARE(preview.groups.at(0).count, 25);
        QCOMPARE(preview.groups.at(0).queueName, std::nullopt);
        QCOMPARE(preview.groups.at(1).queueName, u"slow"_s);
        QCOMPARE(preview.groups.at(1).count, 3);
    }

    void itsSqlDoesTheSame_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"permanently_fail_jobs", "reschedule_jobs", "force_unlock_jobs", "reset_locked_jobs", "replay_failed_jobs", "undo"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }

    void itsSqlDoesTheSame()
    {
        QFETCH(QString, kind);
        const JobId failed = addFailed();
        const JobId locked = add();
        QCOMPARE(claim().size(), 1);
        const JobId waiting = add();
        const OperationId done = *admin().rescheduleJobs({waiting}, {.priority = 9}).operationId;
        OperationPreview preview;
        if (kind == u"permanently_fail_jobs")
            preview = admin().previewPermanentlyFailJobs({waiting, locked}, u"it's \\ 'quoted'; --"_s);
        else if (kind == u"reschedule_jobs")
            preview = admin().previewRescheduleJobs({waiting}, {.runAt = QDateTime::currentDateTimeUtc().addDays(1)});
        else if (kind == u"force_unlock_jobs")
            preview = admin().previewForceUnlockJobs(std::nullopt);
        else if (kind == u"reset_locked_jobs")
            preview = admin().previewResetLockedJobs({.timeout = 0ms});
        else if (kind == u"replay_failed_jobs")
            preview = admin().previewReplayFailedJobs({.jobIds = QList<JobId>{failed}});
        else
            preview = admin().previewUndo(done);
        sql(preview.sql);
        const Operation operation = admin().operations().constFirst();
        QCOMPARE(operation.kind, kind);
        QCOMPARE(operation.affectedCount, preview.eligible.size());
        QVERIFY(operation.affectedCount > 0);
    }

    void whatChangedSinceIsLeftAlone_data()
    {
        using Run = std::function<OperationReport(const JobAdmin &, const FrozenJobs &)>;
        QTest::addColumn<Run>("run");
        QTest::newRow("fail") << Run([](const JobAdmin &a, const FrozenJobs &jobs) { return a.permanentlyFailJobs(jobs, u"x"_s); });
        QTest::newRow("reschedule") << Run([](const JobAdmin &a, const FrozenJobs &jobs) { return a.rescheduleJobs(jobs, {.priority = 7}); });
    }

    void whatChangedSinceIsLeftAlone()
    {
        using Run = std::function<OperationReport(const JobAdmin &, const FrozenJobs &)>;
        QFETCH(Run, run);
        const JobId stays = add({}, u"a"_s);
        const JobId changes = add({}, u"b"_s);
        const JobId goes = add({}, u"c"_s);
        const OperationPreview preview = admin().previewRescheduleJobs({stays, changes, goes}, {.priority = 1});
        QCOMPARE(preview.eligible.size(), 3);
        admin().rescheduleJobs({changes}, {.priority = 2});
        complete(WorkerExecution(*m_system).getJobs(u"w1"_s, {.taskIdentifiers = QStringList{u"c"_s}}));
        const OperationReport report = run(admin(), preview.frozen());
        QCOMPARE(report.changed, QList<JobId>{stays});
        QCOMPARE(report.skipped, (QList<SkippedJob>{{changes, SkipReason::Changed}, {goes, SkipReason::NotFound}}));
        QCOMPARE(number(u"SELECT priority FROM jobq.jobs WHERE id = %1"_s.arg(changes)), 2);
    }

    void anotherWorkersLockIsNotOpened()
    {
        const JobId id = add();
        const QList<ClaimedJob> first = claim();
        const OperationPreview preview = admin().previewForceUnlockJobs(QStringList{u"w1"_s});
        QCOMPARE(preview.eligible.size(), 1);
        WorkerExecution(*m_system).returnJobs(u"w1"_s, first);
        QCOMPARE(claim(1, u"w2"_s).size(), 1);
        QCOMPARE(admin().forceUnlockJobs(preview.frozen()).skipped, (QList<SkippedJob>{{id, SkipReason::Changed}}));
        QCOMPARE(state(id), u"locked"_s);
    }

    void locksThatComeOfAgeLaterAreNotReset()
    {
        const JobId old = add();
        const JobId exhausted = add({.maxAttempts = 1});
        const JobId returned = add();
        const QList<ClaimedJob> claimed = claim(3);
        sql(u"UPDATE jobq.jobs SET locked_at = locked_at - interval '5 hours'"_s);
        const OperationPreview preview = admin().previewResetLockedJobs();
        QCOMPARE(preview.eligible.size(), 3);
        const JobId younger = add();
        QCOMPARE(claim().size(), 1);
        QCOMPARE(admin().previewResetLockedJobs().eligible.size(), 3);
        sql(u"UPDATE jobq.jobs SET locked_at = locked_at - interval '5 hours'"_s);
        WorkerExecution(*m_system).returnJobs(u"w1"_s, {claimed.at(2)});
        const OperationReport report = admin().resetLockedJobs(preview.frozen());
        QCOMPARE(report.changed, (QList<JobId>{old, exhausted}));
        QCOMPARE(report.skipped, (QList<SkippedJob>{{returned, SkipReason::Changed}}));
        QCOMPARE(state(exhausted), u"exhausted"_s);
        QCOMPARE(state(younger), u"locked"_s);
        const Operation operation = admin().operations().constFirst();
        QCOMPARE(operation.kind, u"reset_locked_jobs"_s);
        QCOMPARE(operation.parameters.text(), u"{\"timeout\": \"04:00:00\"}"_s);
    }

    void theLocksOfLiveWorkersCanBeKept()
    {
        sql(u"INSERT INTO jobq.workers (id, host, pid, concurrency, version, heartbeat_at, lease) VALUES "
            "('w1', 'h', 1, 1, '0', now(), '1 minute')"_s);
        add();
        QCOMPARE(claim().size(), 1);
        QCOMPARE(admin().previewResetLockedJobs({.timeout = 0ms, .keepLiveWorkers = true}).eligible.size(), 0);
        QCOMPARE(admin().previewResetLockedJobs({.timeout = 0ms}).eligible.size(), 1);
    }

    void aFailureThatWasRetriedIsNotReplayed()
    {
        const JobId id = addFailed();
        const OperationPreview preview = admin().previewReplayFailedJobs({.taskIdentifier = u"t"_s});
        QCOMPARE(preview.eligible.size(), 1);
        admin().rescheduleJobs({id}, {.maxAttempts = 30});
        fail(claim());
        QCOMPARE(admin().replayFailedJobs(preview.frozen()).skipped, (QList<SkippedJob>{{id, SkipReason::Changed}}));
        // As it is now, it may be.
        QCOMPARE(admin().replayFailedJobs(admin().previewReplayFailedJobs({.taskIdentifier = u"t"_s}).frozen()).replayed.size(), 1);
    }

    void runsInBatches()
    {
        QList<JobId> ids;
        for (int i = 0; i < 10; ++i)
            ids.append(add());
        const OperationPreview preview = admin().previewRescheduleJobs(ids, {.priority = 1});
        qsizetype changed = 0;
        for (qsizetype first = 0; first < preview.eligible.size(); first += 4)
            changed += admin().rescheduleJobs(preview.frozen(first, 4), {.priority = 1}, {.group = u"batch"_s}).changed.size();
        QCOMPARE(changed, 10);
        QCOMPARE(admin().operations().size(), 3);
    }

    void everyReasonHasASentence()
    {
        for (int reason = 0; reason <= int(SkipReason::AlreadyStarted); ++reason)
            QVERIFY(sentence(SkipReason(reason)).endsWith(u'.'));
    }
};

QTEST_GUILESS_MAIN(PreviewsTest)
#include "tst_previews.moc"
