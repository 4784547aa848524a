// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admintestcase.h"

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Failing, rescheduling and unlocking: what changes, what is skipped, what is written down.
class JobAdminTest : public AdminTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void permanentlyFailExhaustsAndSaysWhatItSkipped()
    {
        const JobId waiting = add();
        const JobId exhausted = addFailed({}, u"u"_s);
        const OperationReport report = admin().permanentlyFailJobs({waiting, exhausted, 4711, waiting}, u"not wanted"_s, {.actor = u"ann"_s});
        QCOMPARE(report.changed, QList<JobId>{waiting});
        QCOMPARE(report.skipped, (QList<SkippedJob>{{exhausted, SkipReason::AlreadyExhausted}, {4711, SkipReason::NotFound}}));
        QCOMPARE(state(waiting), u"exhausted"_s);
        QCOMPARE(text(u"SELECT last_error FROM jobq.jobs WHERE id = %1"_s.arg(waiting)), u"not wanted"_s);
        QCOMPARE(number(u"SELECT revision FROM jobq.jobs WHERE id = %1"_s.arg(waiting)), 1);
        const Operation operation = admin().operations().constFirst();
        QCOMPARE(operation.id, *report.operationId);
        QCOMPARE(operation.actor, u"ann"_s);
        QCOMPARE(operation.kind, u"permanently_fail_jobs"_s);
        QCOMPARE(operation.reason, u"not wanted"_s);
        QCOMPARE(admin().affectedJobs(operation.id), QList<JobId>{waiting});
    }

    void aLockedJobThatIsFailedIsLostToItsWorker()
    {
        const JobId id = add({.queueName = u"q"_s});
        const JobId next = add({.queueName = u"q"_s});
        const QList<ClaimedJob> running = claim();
        QCOMPARE(running.constFirst().id, id);
        admin().permanentlyFailJobs({id}, u"stop it"_s);
        QCOMPARE(text(u"SELECT status || ' ' || error_message || ' ' || worker_id || ' ' || attempt FROM jobq.history"_s), u"failed stop it w1 1"_s);
        QCOMPARE(complete(running).results, QList<FinishReport::Result>{FinishReport::Result::Lost});
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 1);
        QCOMPARE(state(id), u"exhausted"_s);
        // The queue that it held is free.
        QCOMPARE(claim().value(0).id, next);
    }

    void rescheduleChangesOnlyWhatIsGiven()
    {
        const QDateTime later = QDateTime::fromMSecsSinceEpoch(4'000'000'000'123, Qt::UTC);
        const JobId id = add({.priority = 3});
        QCOMPARE(admin().rescheduleJobs({id}, {.runAt = later}).changed, QList<JobId>{id});
        QCOMPARE(text(u"SELECT concat_ws(' ', state, priority, max_attempts, date_part('epoch', run_at) * 1000) FROM jobq.jobs"_s),
                 u"scheduled 3 25 4000000000123"_s);
        admin().rescheduleJobs({id}, {.priority = -5, .maxAttempts = 2});
        QCOMPARE(text(u"SELECT concat_ws(' ', state, priority, max_attempts, revision) FROM jobq.jobs"_s), u"scheduled -5 2 2"_s);
        admin().rescheduleJobs({id}, {.runAt = QDateTime::fromSecsSinceEpoch(0, Qt::UTC)});
        QCOMPARE(claim().size(), 1);
    }

    void rescheduleSkipsWhatRuns()
    {
        const JobId id = add();
        const QList<ClaimedJob> running = claim();
        const OperationReport report = admin().rescheduleJobs({id}, {.priority = 1});
        QCOMPARE(report.skipped, (QList<SkippedJob>{{id, SkipReason::Locked}}));
        QVERIFY(!report.operationId);
        QVERIFY(complete(running).isComplete());
    }

    void anExhaustedJobWithNewAttemptsIsAvailable_data()
    {
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("maxAttempts"); // 0: not given
        QTest::addColumn<QString>("expected");
        QTest::addRow("one more") << 3 << 4 << u"ready"_s;
        QTest::addRow("as many") << 3 << 3 << u"exhausted"_s;
        QTest::addRow("fewer") << 3 << 1 << u"exhausted"_s;
        QTest::addRow("not given") << 3 << 0 << u"exhausted"_s;
        QTest::addRow("failed permanently at once") << 0 << 1 << u"ready"_s;
    }

    void anExhaustedJobWithNewAttemptsIsAvailable()
    {
        QFETCH(int, attempts);
        QFETCH(int, maxAttempts);
        QFETCH(QString, expected);
        const JobId id = add();
        admin().permanentlyFailJobs({id}, u"x"_s);
        sql(u"UPDATE jobq.jobs SET attempts = %1, max_attempts = 3"_s.arg(attempts));
        RescheduleOptions options{.priority = 1};
        if (maxAttempts > 0)
            options.maxAttempts = maxAttempts;
        QCOMPARE(admin().rescheduleJobs({id}, options).changed, QList<JobId>{id});
        QCOMPARE(state(id), expected);
        QCOMPARE(number(u"SELECT priority FROM jobq.jobs"_s), 1);
    }

    void aWaitingJobIsNotLeftWithoutAttempts()
    {
        const JobId id = add();
        sql(u"UPDATE jobq.jobs SET attempts = 2"_s);
        QCOMPARE(admin().rescheduleJobs({id}, {.maxAttempts = 2}).skipped, (QList<SkippedJob>{{id, SkipReason::NoAttemptsLeft}}));
        QCOMPARE(admin().rescheduleJobs({id}, {.maxAttempts = 3}).changed, QList<JobId>{id});
    }

    void unlockMeansWhatItSays_data()
    {
        QTest::addColumn<int>("filter"); // 0 all, 1 none, 2 w2, 3 unknown
        QTest::addColumn<int>("expected");
        QTest::addRow("no list: all") << 0 << 3;
        QTest::addRow("empty list: none") << 1 << 0;
        QTest::addRow("one worker") << 2 << 1;
        QTest::addRow("unknown worker") << 3 << 0;
    }

    void unlockMeansWhatItSays()
    {
        QFETCH(int, filter);
        QFETCH(int, expected);
        for (int i = 0; i < 3; ++i)
            add();
        QList<ClaimedJob> first = claim(2);
        QList<ClaimedJob> second = claim(1, u"w2"_s);
        QCOMPARE(first.size() + second.size(), 3);
        std::optional<QStringList> workers;
        if (filter > 0)
            workers = filter == 1 ? QStringList() : QStringList{filter == 2 ? u"w2"_s : u"nobody"_s};
        QCOMPARE(admin().previewForceUnlockJobs(workers).eligible.size(), expected);
        QCOMPARE(admin().forceUnlockJobs(workers).changed.size(), expected);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'abandoned' AND attempt = 1"_s), expected);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE attempts = 1"_s), 3);
        QCOMPARE(complete(first).count(FinishReport::Result::Lost) + complete(second, u"w2"_s).count(FinishReport::Result::Lost), expected);
    }

    void unlockQueuesKeepsToNamedQueues()
    {
        add();
        add({.queueName = u"a"_s});
        add({.queueName = u"b"_s});
        QCOMPARE(claim(10).size(), 3);
        QCOMPARE(admin().forceUnlockQueues(QStringList()).changed.size(), 0);
        QCOMPARE(admin().previewForceUnlockQueues(QStringList{u"b"_s}).groups.constFirst().queueName, u"b"_s);
        QCOMPARE(admin().forceUnlockQueues(QStringList{u"b"_s}).changed.size(), 1);
        QCOMPARE(admin().forceUnlockQueues(std::nullopt).changed.size(), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'locked'"_s), 1);
        QCOMPARE(claim(10).size(), 2);
    }

    void resetOpensOldLocksAlone()
    {
        const JobId old = add();
        const JobId last = add({.maxAttempts = 1});
        const JobId young = add();
        QCOMPARE(claim(3).size(), 3);
        sql(u"UPDATE jobq.jobs SET locked_at = now() - interval '4 hours 1 second' WHERE id <> %1"_s.arg(young));
        QCOMPARE(admin().resetLockedJobs(), 2);
        QCOMPARE(state(old), u"ready"_s);
        QCOMPARE(state(last), u"exhausted"_s);
        QCOMPARE(state(young), u"locked"_s);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'abandoned'"_s), 2);
        QCOMPARE(admin().resetLockedJobs({.timeout = 0ms}), 1);
    }

    // A long job of a worker that gives signs of life is at work: the schedule must not free it.
    void theScheduleKeepsTheLocksOfLiveWorkers()
    {
        sql(u"INSERT INTO jobq.workers (id, host, pid, concurrency, version, heartbeat_at, lease, declared_dead_at) VALUES "
            "('alive', 'h', 1, 1, '0', now(), '1 minute', NULL), ('silent', 'h', 2, 1, '0', now() - interval '2 minutes', '1 minute', NULL), "
            "('dead', 'h', 3, 1, '0', now(), '1 minute', now())"_s);
        for (const QString &worker : {u"alive"_s, u"silent"_s, u"dead"_s, u"unregistered"_s}) {
            add();
            QCOMPARE(claim(1, worker).size(), 1);
        }
        sql(u"UPDATE jobq.jobs SET locked_at = now() - interval '5 hours'"_s);
        QCOMPARE(Maintenance(*m_system).runNow(u"reset_locked_jobs"_s), 3);
        QCOMPARE(text(u"SELECT string_agg(locked_by, ' ') FROM jobq.jobs WHERE state = 'locked'"_s), u"alive"_s);
        QCOMPARE(admin().resetLockedJobs({.keepLiveWorkers = true}), 0);
        QCOMPARE(admin().resetLockedJobs(), 1);
        QCOMPARE(admin().resetLockedJobs(), 0);
    }

    void ahundredThousandJobsInOneCall()
    {
        sql(u"SELECT count(*) FROM jobq.add_jobs(array_fill('t'::text, ARRAY[100000]), array_fill('1'::text, ARRAY[100000]), NULL, NULL, NULL, NULL, NULL, NULL, false)"_s);
        QList<JobId> ids;
        for (JobId id = 100'000; id >= 1; --id)
            ids.append(id);
        QCOMPARE(admin().previewRescheduleJobs(ids, {.priority = 1}).eligible.size(), 100'000);
        QCOMPARE(admin().rescheduleJobs(ids, {.priority = 1}).changed.size(), 100'000);
        const OperationReport failed = admin().permanentlyFailJobs(ids, u"x"_s);
        QCOMPARE(failed.changed.size(), 100'000);
        QVERIFY(std::is_sorted(failed.changed.cbegin(), failed.changed.cend()));
        QCOMPARE(admin().undo(*failed.operationId).changed.size(), 100'000);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'ready' AND priority = 1"_s), 100'000);
    }

    void theAuditIsPaged()
    {
        const JobId id = add();
        for (int i = 1; i <= 5; ++i)
            admin().rescheduleJobs({id}, {.priority = i}, {.actor = i % 2 ? u"ann"_s : u"bob"_s, .reason = u"r%1"_s.arg(i), .group = u"g"_s});
        const QList<Operation> first = admin().operations({.limit = 2});
        QCOMPARE(first.size(), 2);
        QCOMPARE(first.constFirst().reason, u"r5"_s);
        QCOMPARE(first.constFirst().group, u"g"_s);
        QVERIFY(first.constFirst().canBeUndone);
        QCOMPARE(first.constFirst().parameters.object().value(u"priority").toInt(), 5);
        const QList<Operation> rest = admin().operations({.before = first.constLast().id});
        QCOMPARE(rest.size(), 3);
        QCOMPARE(admin().operations({.actor = u"bob"_s}).size(), 2);
        QCOMPARE(admin().operations({.kind = u"undo"_s}).size(), 0);
    }
};

QTEST_GUILESS_MAIN(JobAdminTest)
#include "tst_jobadmin.moc"
