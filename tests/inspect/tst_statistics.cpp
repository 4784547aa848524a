// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "db/connection.h"
#include "inspecttest.h"

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Count exactly(qint64 value)
{
    return {value, true};
}

OverviewBucket bucketWith(qint64 failures)
{
    OverviewBucket bucket;
    bucket.failed = exactly(failures);
    return bucket;
}

} // namespace

class StatisticsTest : public InspectTest
{
    Q_OBJECT

    [[nodiscard]] QStringList queueNames(const QueueFilter &filter, Direction direction, int limit) const
    {
        QStringList names;
        for (const QueueInfo &queue : allRows([&](const PageRequest &request) { return inspector().queues(filter, request); }, direction, limit))
            names += queue.name;
        return names;
    }

private Q_SLOTS:
    void init() { prepare(); }

    void queuesShowWhatStandsInThem()
    {
        for (int i = 0; i < 4; ++i)
            add(u"t"_s, {.queueName = u"mail"_s});
        add(u"t"_s, {.queueName = u"mail"_s, .runAt = QDateTime::currentDateTimeUtc().addSecs(3600)});
        add(u"t"_s, {.priority = 1});
        const JobId failed = add(u"t"_s, {.priority = 2}).id;
        execute(u"UPDATE jobq.jobs SET state = 'exhausted' WHERE id = %1"_s.arg(failed));
        const ClaimedJob running = claim(u"w"_s).first();
        const QList<QueueInfo> queues = inspector().queues().rows;
        QCOMPARE(queues.size(), 2);
        QCOMPARE(queues.at(0).name, u""_s);
        QCOMPARE(queues.at(0).ready, exactly(1));
        QCOMPARE(queues.at(0).exhausted, exactly(1));
        QCOMPARE(queues.at(0).locked, exactly(0));
        QVERIFY(queues.at(0).oldestAge);
        const QueueInfo mail = queues.at(1);
        QCOMPARE(mail.name, u"mail"_s);
        QCOMPARE(mail.ready, exactly(3));
        QCOMPARE(mail.scheduled, exactly(1));
        QCOMPARE(mail.locked, exactly(1));
        QCOMPARE(mail.exhausted, exactly(0));
        QCOMPARE(mail.lockHolderJob, running.id);
        QCOMPARE(mail.lockHolderWorker, u"w"_s);
        QVERIFY(mail.lockedFor && mail.oldestAge && mail.oldestAgeExact && mail.createdAt.isValid());
        QCOMPARE(inspector().queue(u"mail"_s)->ready, exactly(3));
        QCOMPARE(inspector().queue({})->ready, exactly(1));
        QVERIFY(!inspector().queue(u"none"_s));
    }

    void queuesPageByNameBothWays()
    {
        execute(u"INSERT INTO jobq.queues (name) SELECT 'q' || to_char(i, 'FM000') FROM generate_series(1, 25) i"_s);
        QStringList expected = TemporaryPostgres::column(m_settings, u"SELECT name FROM jobq.queues ORDER BY name"_s);
        expected.prepend(u""_s);
        for (Direction direction : {Direction::Forward, Direction::Backward}) {
            QCOMPARE(queueNames({}, direction, 4), expected);
            QCOMPARE(queueNames({.nameContains = u"Q01"_s}, direction, 4).size(), 10);
        }
        const QueuePage first = inspector().queues({}, {.limit = 3});
        const QueuePage again = inspector().queues({}, {.cursor = first.begin, .limit = 3});
        QCOMPARE(again.rows.first().name, u""_s);
        QCOMPARE(again.rows.size(), 3);
    }

    void queuesAreFilteredByLockAndEmptiness()
    {
        add(u"t"_s, {.queueName = u"running"_s});
        claim(u"w"_s);
        add(u"t"_s, {.queueName = u"later"_s, .runAt = QDateTime::currentDateTimeUtc().addSecs(3600)});
        execute(u"INSERT INTO jobq.queues (name) VALUES ('empty')"_s);
        QCOMPARE(queueNames({.isLocked = true}, Direction::Forward, 10), QStringList{u"running"_s});
        QCOMPARE(queueNames({.isLocked = false}, Direction::Forward, 10), QStringList({u"empty"_s, u"later"_s}));
        QCOMPARE(queueNames({.isEmpty = true}, Direction::Forward, 10), QStringList({u""_s, u"empty"_s}));
        QCOMPARE(queueNames({.isEmpty = false}, Direction::Forward, 10), QStringList({u"later"_s, u"running"_s}));
    }

    void lockedJobsTellOfTheirWorkers()
    {
        registerWorker(u"alive"_s);
        registerWorker(u"silent"_s, 4, u"NULL"_s, u"'{}'"_s, u"1 hour"_s);
        for (const QString &worker : {u"alive"_s, u"silent"_s, u"stranger"_s}) {
            add(u"slow"_s);
            claim(worker);
        }
        add(u"slow"_s);
        complete(claim(u"alive"_s).first());
        execute(u"UPDATE jobq.jobs SET locked_at = now() - interval '1 hour' WHERE locked_by = 'silent'"_s);
        const QList<LockedJob> locked = inspector().lockedJobs().rows;
        QCOMPARE(locked.size(), 3);
        QCOMPARE(locked.at(0).workerHealth, WorkerHealth::Silent);
        QVERIFY(locked.at(0).lockedFor >= 1h && *locked.at(0).sinceHeartbeat >= 1h);
        QCOMPARE(locked.at(0).taskP95, 7000us);
        QCOMPARE(locked.at(1).workerHealth, WorkerHealth::Alive);
        QCOMPARE(locked.at(2).workerHealth, WorkerHealth::Unknown);
        QVERIFY(!locked.at(2).sinceHeartbeat);
        QCOMPARE(inspector().lockedJobs({.workerId = u"alive"_s}).rows.size(), 1);
        QCOMPARE(inspector().lockedJobs({.taskIdentifier = u"other"_s}).rows.size(), 0);
        QCOMPARE(inspector().lockedJobs({.minLockedFor = 30min}).rows.size(), 1);
    }

    void lockedJobsPageTheLongestFirst()
    {
        for (int i = 0; i < 12; ++i)
            add();
        claim(u"a"_s, 5);
        claim(u"b"_s, 7);
        execute(u"UPDATE jobq.jobs SET locked_at = now() - (id % 5) * interval '1 hour'"_s);
        const QStringList expected = TemporaryPostgres::column(m_settings, u"SELECT id FROM jobq.jobs ORDER BY locked_at, id"_s);
        for (Direction direction : {Direction::Forward, Direction::Backward}) {
            QStringList ids;
            for (const LockedJob &locked : allRows([&](const PageRequest &request) { return inspector().lockedJobs({}, request); }, direction, 5))
                ids += QString::number(locked.job.id);
            QCOMPARE(ids, expected);
        }
    }

    void workersAreThoseRegisteredAndThoseAtWork()
    {
        registerWorker(u"a"_s, 4, u"'{x,y}'"_s, u"'{slow}'"_s);
        registerWorker(u"b"_s, 2, u"NULL"_s, u"'{}'"_s, u"1 hour"_s);
        execute(u"UPDATE jobq.workers SET declared_dead_at = now() WHERE id = 'b'"_s);
        for (int i = 0; i < 3; ++i)
            add();
        claim(u"c"_s, 2);
        complete(claim(u"a"_s).first());
        const QList<WorkerInfo> workers = inspector().workers().rows;
        QCOMPARE(idsOfWorkers(workers), QStringList({u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(workers.at(0).taskIdentifiers, QStringList({u"x"_s, u"y"_s}));
        QCOMPARE(workers.at(0).forbiddenFlags, QStringList{u"slow"_s});
        QCOMPARE(workers.at(0).concurrency, 4);
        QCOMPARE(workers.at(0).lease, 30s);
        QCOMPARE(workers.at(0).health, WorkerHealth::Alive);
        QCOMPARE(workers.at(0).finishedLastMinute, exactly(1));
        QCOMPARE(workers.at(0).runningJobs, exactly(0));
        QVERIFY(!workers.at(0).oldestLock);
        QCOMPARE(workers.at(1).health, WorkerHealth::Dead);
        QVERIFY(!workers.at(1).taskIdentifiers);
        QVERIFY(workers.at(1).sinceHeartbeat >= 1h);
        QVERIFY(!workers.at(2).registered);
        QCOMPARE(workers.at(2).health, WorkerHealth::Unknown);
        QCOMPARE(workers.at(2).runningJobs, exactly(2));
        QCOMPARE(idsOfWorkers(inspector().workers({.isAlive = true}).rows), QStringList{u"a"_s});
        QCOMPARE(idsOfWorkers(inspector().workers({.isAlive = false}).rows), QStringList({u"b"_s, u"c"_s}));
        for (Direction direction : {Direction::Forward, Direction::Backward})
            QCOMPARE(idsOfWorkers(allRows([&](const PageRequest &request) { return inspector().workers({}, request); }, direction, 2)),
                     QStringList({u"a"_s, u"b"_s, u"c"_s}));
    }

    void rateLimitsAreShownAsTheNextClaimFindsThem()
    {
        execute(u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens, window_started_at) VALUES"
                " ('empty', 5, '1 hour', 0, now()), ('ended', 5, '1 second', 0, now() - interval '1 minute'), ('full', 5, '1 hour', 5, now())"_s);
        add(u"t"_s, {.rateLimitKey = u"empty"_s});
        add(u"u"_s, {.rateLimitKey = u"empty"_s});
        const QList<RateLimitInfo> limits = inspector().rateLimits().rows;
        QCOMPARE(limits.size(), 3);
        QCOMPARE(limits.at(0).key, u"empty"_s);
        QCOMPARE(limits.at(0).tokensNow, 0);
        QCOMPARE(limits.at(0).capacity, 5);
        QCOMPARE(limits.at(0).interval, 1h);
        QVERIFY(limits.at(0).nextRefill.isValid() && limits.at(0).oldestAge);
        QCOMPARE(limits.at(0).readyJobs, exactly(2));
        QCOMPARE(limits.at(1).tokensNow, 5);
        QCOMPARE(limits.at(1).availableTokens, 0);
        QVERIFY(!limits.at(1).nextRefill.isValid());
        QCOMPARE(limits.at(2).readyJobs, exactly(0));
        QCOMPARE(inspector().rateLimits(true).rows.size(), 1);
        QCOMPARE(inspector().rateLimits(false).rows.size(), 2);
        for (Direction direction : {Direction::Forward, Direction::Backward})
            QCOMPARE(allRows([&](const PageRequest &request) { return inspector().rateLimits({}, request); }, direction, 1).size(), 3);
    }

    void tasksShowHowTheyDid()
    {
        registerWorker(u"w"_s, 4, u"'{mail}'"_s);
        for (int i = 0; i < 3; ++i)
            add(u"mail"_s);
        add(u"other"_s, {.flags = {u"f"_s}});
        complete(claim(u"w"_s, 1, QStringList{u"mail"_s}).first());
        fail(claim(u"w"_s, 1, QStringList{u"mail"_s}).first(), u"no"_s);
        const QList<TaskInfo> tasks = inspector().tasks().rows;
        QCOMPARE(tasks.size(), 2);
        QCOMPARE(tasks.at(0).taskIdentifier, u"mail"_s);
        QCOMPARE(tasks.at(0).readyJobs, exactly(1));
        QCOMPARE(tasks.at(0).executions, 2);
        QCOMPARE(tasks.at(0).failures, 1);
        QCOMPARE(tasks.at(0).executionP95, 9000us);
        QCOMPARE(tasks.at(0).liveWorkers, 1);
        QCOMPARE(tasks.at(1).executions, 0);
        QCOMPARE(tasks.at(1).liveWorkers, 0);
        QVERIFY(!tasks.at(1).executionP95);
        for (Direction direction : {Direction::Forward, Direction::Backward})
            QCOMPARE(allRows([&](const PageRequest &request) { return inspector().tasks(request); }, direction, 1).size(), 2);
    }

    void theOverviewSumsUp()
    {
        registerWorker(u"gone"_s, 4, u"NULL"_s, u"'{}'"_s, u"1 hour"_s);
        execute(u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens, window_started_at) VALUES ('empty', 5, '1 hour', 0, now())"_s);
        add();
        claim(u"gone"_s);
        add();
        complete(claim(u"w"_s).first());
        add();
        fail(claim(u"w"_s).first(), u"no"_s);
        const Job old = add(u"t"_s, {.runAt = QDateTime::currentDateTimeUtc().addSecs(-1000)});
        add(u"u"_s);
        add(u"t"_s, {.rateLimitKey = u"empty"_s});
        execute(u"UPDATE jobq.jobs SET state = 'ready' WHERE state = 'scheduled' AND run_at < now()"_s);
        const Overview overview = inspector().overview();
        QCOMPARE(overview.counts.ready, exactly(3));
        QCOMPARE(overview.counts.locked, exactly(1));
        QCOMPARE(overview.counts.scheduled, exactly(1));
        QCOMPARE(overview.counts.exhausted, exactly(0));
        QCOMPARE(overview.oldestReadyJob, old.id);
        QVERIFY(*overview.oldestReadyAge >= 1000s);
        QCOMPARE(overview.silentWorkers, 1);
        QCOMPARE(overview.liveWorkers, 0);
        QCOMPARE(overview.silentWorkersLocks, exactly(1));
        QCOMPARE(overview.rateLimitsEmpty, 1);
        QCOMPARE(overview.buckets.size(), 60);
        qint64 completed = 0;
        qint64 failed = 0;
        for (const OverviewBucket &bucket : overview.buckets) {
            QCOMPARE(bucket.length, 1min);
            completed += bucket.completed.value;
            failed += bucket.failed.value;
        }
        QCOMPARE(completed, 1);
        QCOMPARE(failed, 1);
    }

    void crowdedBucketsAreExtrapolated()
    {
        execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us, attempt,"
                "                          priority, status, task_identifier, worker_id, payload)"
                "SELECT i, i, t, t, t + interval '40 days', 1000, 2000, 1, 0, 'completed', 't', 'w', '1'"
                "  FROM (SELECT i, '2026-01-01 00:00Z'::timestamptz + i * interval '6 ms' AS t FROM generate_series(0, 9999) i) s"_s);
        const QDateTime from(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        const OverviewBucket bucket = inspector().overview(from, from.addSecs(120), 2).buckets.first();
        QVERIFY(!bucket.completed.exact);
        QVERIFY(qAbs(bucket.completed.value - 10000) < 100);
        QCOMPARE(bucket.executionP95, 2000us);
        QCOMPARE(bucket.queueTimeP50, 1000us);
    }

    void samplesShowTheJobsThatWaited()
    {
        add();
        QVERIFY(TemporaryPostgres::scalar(m_settings, u"SELECT jobq.take_sample()"_s).toBool());
        QVERIFY(!TemporaryPostgres::scalar(m_settings, u"SELECT jobq.take_sample()"_s).toBool());
        execute(u"UPDATE jobq.samples SET at = at - interval '1 minute'"_s);
        add();
        add();
        execute(u"SELECT jobq.take_sample()"_s);
        QList<qint64> ready;
        QList<qint64> added;
        for (const OverviewBucket &bucket : inspector().overview().buckets) {
            if (bucket.ready)
                ready += *bucket.ready;
            if (bucket.added)
                added += *bucket.added;
        }
        QCOMPARE(ready, QList<qint64>({1, 3}));
        QCOMPARE(added, QList<qint64>{2});
    }

    void aSpikeOfFailuresIsSeen()
    {
        Overview overview;
        for (int i = 0; i < 60; ++i)
            overview.buckets.append(bucketWith(1));
        QVERIFY(!overview.hasFailureSpike());
        QCOMPARE(overview.failureRatio(), 1.0);
        for (int i = 55; i < 60; ++i)
            overview.buckets[i] = bucketWith(4);
        QCOMPARE(overview.failureRatio(), 4.0);
        QVERIFY(overview.hasFailureSpike());
    }

    void maintenanceIsPreviewed()
    {
        execute(u"INSERT INTO jobq.queues (name) VALUES ('empty')"_s);
        add(u"t"_s, {.queueName = u"used"_s});
        claim(u"w"_s);
        execute(u"INSERT INTO jobq.lanes (task_identifier, last_used_at) VALUES ('unused', now() - interval '8 days'), ('fresh', now());"
                "UPDATE jobq.lanes SET last_used_at = now() - interval '8 days' WHERE task_identifier = 't';"
                "UPDATE jobq.jobs SET locked_at = now() - interval '5 hours'"_s);
        const auto record = [this](const QString &expires) {
            execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,"
                    " attempt, priority, status, task_identifier, worker_id, payload)"
                    " VALUES (1, 1, now(), now(), %1, 0, 0, 1, 0, 'completed', 't', 'w', '1')"_s.arg(expires));
        };
        record(u"now() - interval '1 minute'"_s);
        record(u"now() + interval '1 day'"_s);
        const MaintenancePreview preview = inspector().maintenancePreview();
        QCOMPARE(preview.expiredHistory, exactly(1));
        QCOMPARE(preview.emptyQueues, exactly(1));
        QCOMPARE(preview.unusedTasks, exactly(1));
        QCOMPARE(preview.staleLocks, exactly(1));
        QVERIFY(std::any_of(preview.tables.cbegin(), preview.tables.cend(), [](const TableSize &table) { return table.name == "jobs"_L1 && table.indexBytes > 0; }));
    }

    void theOldestTransactionIsNamed()
    {
        const System other{ConnectionPool(m_settings)};
        QVERIFY(!inspector().maintenancePreview().oldestTransaction || inspector().maintenancePreview().oldestTransaction->state != "idle in transaction"_L1);
        std::unique_ptr<QThread> holder;
        QSemaphore opened;
        QSemaphore seen;
        holder.reset(QThread::create([&] {
            Connection connection(m_settings);
            connection.execute(u"BEGIN; SELECT 1"_s, u"test"_s);
            opened.release();
            seen.acquire();
        }));
        holder->start();
        opened.acquire();
        const std::optional<OldestTransaction> oldest = inspector().maintenancePreview().oldestTransaction;
        seen.release();
        holder->wait();
        QVERIFY(oldest);
        QVERIFY(oldest->pid);
        QCOMPARE(oldest->state, u"idle in transaction"_s);
    }

    void theServerIsDescribed()
    {
        const ServerFacts facts = inspector().serverFacts();
        QVERIFY(facts.serverVersionNumber >= 140000);
        QVERIFY(facts.schemaVersion >= 5);
        QVERIFY(facts.databaseBytes > 0);
        QVERIFY(facts.mayEnqueue && facts.mayOperate && facts.mayAdminister && !facts.isReadOnly && !facts.isInRecovery);
        QVERIFY(qAbs(facts.serverTime.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        QVERIFY(!facts.timeZone.isEmpty() && !facts.role.isEmpty() && facts.startedAt.isValid());
        ConnectionSettings readOnly = m_settings;
        readOnly.readOnly = true;
        QVERIFY(Inspector(System(ConnectionPool(readOnly))).serverFacts().isReadOnly);
    }

    void namesAreCompleted()
    {
        add(u"mail-send"_s, {.queueName = u"mail"_s, .flags = {u"slow"_s, u"eu"_s}});
        add(u"mail-read"_s);
        add(u"other"_s);
        claim(u"worker-1"_s);
        registerWorker(u"worker-2"_s);
        execute(u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens) VALUES ('smtp', 1, '1 s', 1)"_s);
        const Inspector inspect = inspector();
        QCOMPARE(inspect.names(NameKind::Task, u"mail"_s), QStringList({u"mail-read"_s, u"mail-send"_s}));
        QCOMPARE(inspect.names(NameKind::Task, u"mail"_s, 1).size(), 1);
        QCOMPARE(inspect.names(NameKind::Task).size(), 3);
        QCOMPARE(inspect.names(NameKind::Queue), QStringList{u"mail"_s});
        QCOMPARE(inspect.names(NameKind::Flag), QStringList({u"eu"_s, u"slow"_s}));
        QCOMPARE(inspect.names(NameKind::Worker, u"worker"_s), QStringList({u"worker-1"_s, u"worker-2"_s}));
        QCOMPARE(inspect.names(NameKind::RateLimit), QStringList{u"smtp"_s});
        QVERIFY(inspect.names(NameKind::Queue, u"%"_s).isEmpty());
    }

    void aReadOnlyConnectionReadsEverything()
    {
        add();
        ConnectionSettings settings = m_settings;
        settings.readOnly = true;
        const Inspector inspect{System(ConnectionPool(settings))};
        QCOMPARE(inspect.jobs().rows.size(), 1);
        QVERIFY(inspect.queues().rows.size() == 1 && inspect.overview().buckets.size() == 60);
        QVERIFY(inspect.explain(inspect.jobs().rows.first().id).job);
        (void)inspect.maintenancePreview();
        (void)inspect.estimateJobs({});
    }

private:
    static QStringList idsOfWorkers(const QList<WorkerInfo> &workers)
    {
        QStringList ids;
        for (const WorkerInfo &worker : workers)
            ids += worker.id;
        return ids;
    }
};

QTEST_GUILESS_MAIN(StatisticsTest)
#include "tst_statistics.moc"
