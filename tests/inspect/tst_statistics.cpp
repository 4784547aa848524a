// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

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
