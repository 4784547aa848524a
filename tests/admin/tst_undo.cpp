// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admintestcase.h"

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

class UndoTest : public AdminTestCase
{
    Q_OBJECT

    // What undo must bring back.
    [[nodiscard]] QString values(JobId id) const
    {
        return text(u"SELECT concat_ws('|', state, run_at, priority, max_attempts, attempts, last_error, task_identifier, payload, "
                    "queue_name, job_key, flags, created_at, partial_results) FROM jobq.jobs WHERE id = %1"_s.arg(id));
    }

private Q_SLOTS:
    void rescheduleIsTakenBack()
    {
        const JobId waiting = add({.priority = 4});
        const JobId exhausted = addFailed({}, u"u"_s);
        const QString before = values(waiting) + values(exhausted);
        const OperationReport done = admin().rescheduleJobs({waiting, exhausted}, {.runAt = QDateTime::currentDateTimeUtc().addDays(1), .priority = 9, .maxAttempts = 50});
        QVERIFY(values(waiting) + values(exhausted) != before);
        QCOMPARE(admin().previewUndo(*done.operationId).eligible.size(), 2);
        const OperationReport undone = admin().undo(*done.operationId, {.actor = u"ann"_s});
        QCOMPARE(undone.changed, (QList<JobId>{waiting, exhausted}));
        QCOMPARE(values(waiting) + values(exhausted), before);
        const QList<Operation> audit = admin().operations();
        QCOMPARE(audit.at(0).kind, u"undo"_s);
        QVERIFY(!audit.at(0).canBeUndone);
        QCOMPARE(audit.at(1).undoneBy, audit.at(0).id);
        QVERIFY(!audit.at(1).canBeUndone);
        QVERIFY(!audit.at(1).whyNot.isEmpty());
    }

    void permanentFailureIsTakenBack()
    {
        const JobId waiting = add({.queueName = u"q"_s});
        const JobId locked = add();
        const ClaimedJob running = WorkerExecution(*m_system).getJobs(u"w1"_s, {.batchSize = 2}).value(1);
        QCOMPARE(running.id, locked);
        sql(u"UPDATE jobq.jobs SET last_error = 'old' WHERE id = %1"_s.arg(locked));
        const OperationReport done = admin().permanentlyFailJobs({waiting, locked}, u"x"_s);
        QCOMPARE(admin().undo(*done.operationId).changed.size(), 2);
        QCOMPARE(text(u"SELECT coalesce(last_error, 'none') FROM jobq.jobs WHERE id = %1"_s.arg(waiting)), u"none"_s);
        QCOMPARE(text(u"SELECT last_error FROM jobq.jobs WHERE id = %1"_s.arg(locked)), u"old"_s);
        QCOMPARE(complete({running}).count(FinishReport::Result::Lost), 1);
        QCOMPARE(claim(5).size(), 2);
    }

    void whatChangedSinceStays()
    {
        const JobId touched = add();
        const JobId untouched = add();
        const OperationReport done = admin().permanentlyFailJobs({touched, untouched}, u"x"_s);
        admin().rescheduleJobs({touched}, {.maxAttempts = 3});
        const OperationReport undone = admin().undo(*done.operationId);
        QCOMPARE(undone.changed, QList<JobId>{untouched});
        QCOMPARE(undone.skipped, (QList<SkippedJob>{{touched, SkipReason::Changed}}));
        QCOMPARE(number(u"SELECT max_attempts FROM jobq.jobs WHERE id = %1"_s.arg(touched)), 3);
    }

    void replayIsTakenBack()
    {
        const JobId waits = addFailed({.queueName = u"q"_s, .priority = 2, .maxAttempts = 9, .jobKey = u"k"_s, .flags = {u"f"_s}});
        const QString before = values(waits);
        const JobId runs = addFailed({}, u"u"_s);
        const OperationReport done = admin().replayFailedJobs({.jobIds = QList<JobId>{waits, runs}});
        QCOMPARE(done.replayed.size(), 2);
        QCOMPARE(WorkerExecution(*m_system).getJobs(u"w1"_s, {.taskIdentifiers = QStringList{u"u"_s}}).size(), 1);
        const OperationReport undone = admin().undo(*done.operationId);
        QCOMPARE(undone.changed, QList<JobId>{done.replayed.at(0).newId});
        QCOMPARE(undone.skipped, (QList<SkippedJob>{{done.replayed.at(1).newId, SkipReason::AlreadyStarted}}));
        QCOMPARE(values(waits), before);
        QCOMPARE(values(runs), QString());
        // Its failure can be replayed again, the other one's not.
        const OperationReport again = admin().replayFailedJobs({.jobIds = QList<JobId>{waits, runs}});
        QCOMPARE(again.replayed.value(0).sourceId, waits);
        QCOMPARE(again.skipped, (QList<SkippedJob>{{runs, SkipReason::AlreadyReplayed}}));
    }

    void aReplayOfAJobThatIsGoneIsTakenBackToo()
    {
        const JobId source = addFailed();
        sql(u"DELETE FROM jobq.jobs"_s);
        const OperationReport done = admin().replayFailedJobs({.jobIds = QList<JobId>{source}});
        QCOMPARE(done.replayed.size(), 1);
        QCOMPARE(admin().undo(*done.operationId).changed, done.changed);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 0);
        QCOMPARE(admin().replayFailedJobs({.jobIds = QList<JobId>{source}}).replayed.size(), 1);
    }

    void undoneReplaysLeaveTheirQueueAwake()
    {
        const JobId source = addFailed({.queueName = u"q"_s});
        const OperationReport done = admin().replayFailedJobs({.jobIds = QList<JobId>{source}});
        QVERIFY(number(u"SELECT jobq.promote_due(100, true)::int"_s) == 0); // it is at the front now
        const JobId behind = add({.queueName = u"q"_s});
        admin().undo(*done.operationId);
        QCOMPARE(claim().value(0).id, behind);
    }

    void aKeyThatWasTakenMeanwhileStaysWhereItIs()
    {
        const JobId source = addFailed({.jobKey = u"k"_s});
        const OperationReport done = admin().replayFailedJobs({.jobIds = QList<JobId>{source}});
        const JobId owner = add({.jobKey = u"k"_s}, u"u"_s);
        QCOMPARE(admin().undo(*done.operationId).changed.size(), 1);
        QCOMPARE(state(source), u"exhausted"_s);
        QCOMPARE(number(u"SELECT id FROM jobq.jobs WHERE job_key = 'k'"_s), owner);
    }

    void onlyOnceAndOnlyWhatCanBe()
    {
        const JobId id = add();
        const OperationReport done = admin().rescheduleJobs({id}, {.priority = 1});
        admin().undo(*done.operationId);
        QCOMPARE(errorOf([&] { admin().undo(*done.operationId); }).kind(), Error::Kind::Conflict);
        QCOMPARE(errorOf([&] { Q_UNUSED(admin().previewUndo(*done.operationId)) }).kind(), Error::Kind::Conflict);
        QCOMPARE(claim().size(), 1);
        const OperationReport unlocked = admin().forceUnlockJobs(std::nullopt);
        QCOMPARE(errorOf([&] { admin().undo(*unlocked.operationId); }).kind(), Error::Kind::Conflict);
        // Nothing could be undone: it may be tried again.
        const OperationReport other = admin().rescheduleJobs({id}, {.priority = 2});
        admin().rescheduleJobs({id}, {.priority = 3});
        QVERIFY(!admin().undo(*other.operationId).operationId);
        QCOMPARE(admin().undo(*other.operationId).skipped, (QList<SkippedJob>{{id, SkipReason::Changed}}));
    }

    void notAfterItsImagesArePruned()
    {
        const JobId id = add();
        const OperationReport done = admin().rescheduleJobs({id}, {.priority = 1});
        sql(u"UPDATE jobq.operations SET at = now() - interval '31 days'"_s);
        QCOMPARE(number(u"SELECT jobq.prune_operations()"_s), 1);
        QCOMPARE(errorOf([&] { admin().undo(*done.operationId); }).kind(), Error::Kind::Conflict);
        QVERIFY(!admin().operations().constFirst().whyNot.isEmpty());
    }
};

QTEST_GUILESS_MAIN(UndoTest)
#include "tst_undo.moc"
