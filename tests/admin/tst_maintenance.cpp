// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admintestcase.h"
#include "support/callerdatabase.h"

#include <QSqlQuery>

#include <atomic>
#include <thread>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class MaintenanceTest : public AdminTestCase
{
    Q_OBJECT

    [[nodiscard]] Maintenance maintenance() const { return Maintenance(*m_system); }
    void forgetUse() const { sql(u"UPDATE jobq.lanes SET last_used_at = now() - interval '8 days'"_s); }

private Q_SLOTS:
    void forgetsOnlyEmptyQueues()
    {
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(1);
        add({.queueName = u"waiting"_s});
        add({.queueName = u"scheduled"_s, .runAt = later});
        addFailed({.queueName = u"exhausted"_s}, u"u"_s);
        for (const QString &queue : {u"empty 1"_s, u"empty 2"_s, u"running"_s}) {
            add({.queueName = queue}, u"v"_s);
            const QList<ClaimedJob> jobs = WorkerExecution(*m_system).getJobs(u"w1"_s, {.taskIdentifiers = QStringList{u"v"_s}});
            if (queue != u"running")
                QVERIFY(complete(jobs).isComplete());
        }
        QCOMPARE(maintenance().gcJobQueues(), 2);
        QCOMPARE(text(u"SELECT string_agg(name, ' ' ORDER BY name) FROM jobq.queues"_s), u"exhausted running scheduled waiting"_s);
        QCOMPARE(maintenance().gcJobQueues(), 0);
        add({.queueName = u"empty 1"_s});
        QCOMPARE(number(u"SELECT count(*) FROM jobq.queues"_s), 5);
    }

    void forgetsOnlyUnusedTasks()
    {
        add({}, u"has a job"_s);
        addFailed({}, u"has an exhausted job"_s);
        add({.flags = {u"f"_s}}, u"unused"_s);
        add({}, u"unused"_s);
        admin().permanentlyFailJobs({1, 2, 3, 4}, u"x"_s);
        sql(u"DELETE FROM jobq.jobs WHERE task_identifier = 'unused'"_s);
        QCOMPARE(maintenance().gcTaskIdentifiers(), 0);
        forgetUse();
        QCOMPARE(maintenance().gcTaskIdentifiers({.retention = 9 * 24h}), 0);
        // Two lanes, one name.
        QCOMPARE(maintenance().gcTaskIdentifiers(), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.lanes"_s), 2);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.retired"_s), 0);
        add({}, u"unused"_s);
        QCOMPARE(WorkerExecution(*m_system).getJobs(u"w1"_s, {.taskIdentifiers = QStringList{u"unused"_s}}).size(), 1);
    }

    // A transaction that added a job was open when the lane was taken out: the job must stay claimable.
    void aJobThatComesBetweenKeepsItsLane()
    {
        add({}, u"late"_s);
        QVERIFY(complete(claim()).isComplete());
        forgetUse();
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        // What marks the lane as used may be passed over where another transaction does it.
        JobEnqueue(*m_system).addJob(caller.database(), u"late"_s, Payload(), {.queueName = u"late queue"_s});
        QVERIFY(QSqlQuery(caller.database()).exec(u"UPDATE jobq.lanes SET last_used_at = now() - interval '8 days'"_s));
        std::atomic<qint64> forgotten = -1;
        std::thread collector([&] { forgotten = maintenance().gcTaskIdentifiers(); });
        QTRY_VERIFY(somebodyWaits());
        QCOMPARE(forgotten.load(), -1);
        QVERIFY(caller.database().commit());
        collector.join();
        QCOMPARE(forgotten.load(), 0);
        QCOMPARE(claim().size(), 1);
        QCOMPARE(maintenance().gcJobQueues(), 0);
    }

    void aLaneThatWasMadeAnewTakesInItsJobs()
    {
        const JobId id = add();
        // As a crash between the two transactions leaves it, with a program that went on adding.
        sql(u"WITH gone AS (DELETE FROM jobq.lanes l RETURNING *) INSERT INTO jobq.retired SELECT 'lane', id, to_jsonb(gone) FROM gone"_s);
        add();
        QCOMPARE(claim(5).size(), 1);
        QCOMPARE(maintenance().gcTaskIdentifiers(), 0);
        QCOMPARE(claim(5).value(0).id, id);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.lanes"_s), 1);
    }

    void countsStayExactWhileJobsAreAdded()
    {
        std::atomic<bool> working = true;
        std::atomic<int> added = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&, i] {
                while (working) {
                    add({.queueName = u"q%1"_s.arg(added % 5)}, u"task %1"_s.arg(added % 7));
                    ++added;
                    complete(claim(3, u"w%1"_s.arg(i)), u"w%1"_s.arg(i));
                }
            });
        for (int i = 0; i < 15; ++i) {
            maintenance().gcTaskIdentifiers({.retention = 0ms});
            maintenance().gcJobQueues();
        }
        working = false;
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(added > 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs j WHERE NOT EXISTS (SELECT FROM jobq.lanes l WHERE l.id = j.lane AND l.task_identifier = j.task_identifier)"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs j WHERE NOT EXISTS (SELECT FROM jobq.queues q WHERE q.name = j.queue_name)"_s), 0);
        for (QList<ClaimedJob> jobs = claim(100); !jobs.isEmpty(); jobs = claim(100))
            complete(jobs);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 0);
        const qint64 tasks = number(u"SELECT count(DISTINCT task_identifier) FROM jobq.lanes"_s);
        const qint64 queues = number(u"SELECT count(*) FROM jobq.queues"_s);
        QCOMPARE(maintenance().gcTaskIdentifiers({.retention = 0ms}), tasks);
        QCOMPARE(maintenance().gcJobQueues(), queues);
    }

    void aLongTransactionMakesItBusyAndNobodyElseWaits()
    {
        add({.queueName = u"q"_s});
        complete(claim());
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(), {.queueName = u"other"_s});
        std::atomic<bool> done = false;
        std::thread collector([&] {
            QCOMPARE(errorOf([&] { runBusy(); }).kind(), Error::Kind::Busy);
            done = true;
        });
        // Were they to wait for the collector, only the last could end before it gives up.
        int addedMeanwhile = 0;
        while (!done) {
            add({}, u"quick"_s);
            addedMeanwhile += done ? 0 : 1;
        }
        collector.join();
        QVERIFY2(addedMeanwhile > 3, qPrintable(QString::number(addedMeanwhile)));
        QVERIFY(caller.database().rollback());
        QCOMPARE(maintenance().gcJobQueues(), 1);
    }

    void freesTheJobsOfDeadWorkersAndForgetsThem()
    {
        sql(u"INSERT INTO jobq.workers (id, host, pid, concurrency, version, heartbeat_at, lease) "
            "VALUES ('w1', 'h', 1, 1, '0', now() - interval '8 days', '1 minute'), ('w2', 'h', 2, 1, '0', now(), '1 minute')"_s);
        add();
        const QList<ClaimedJob> jobs = claim();
        QCOMPARE(maintenance().pruneWorkers(), 0);
        QCOMPARE(maintenance().releaseDeadWorkers(), 1);
        QCOMPARE(maintenance().releaseDeadWorkers(), 0);
        QCOMPARE(complete(jobs).count(FinishReport::Result::Lost), 1);
        QCOMPARE(maintenance().pruneWorkers(), 1);
        QCOMPARE(text(u"SELECT string_agg(id, ' ') FROM jobq.workers"_s), u"w2"_s);
    }

    void mendsQueuesThatFellAsleep()
    {
        add({.queueName = u"q"_s});
        add({.queueName = u"q"_s});
        sql(u"UPDATE jobq.jobs SET state = 'waiting'"_s);
        QVERIFY(claim().isEmpty());
        QCOMPARE(maintenance().mendQueues(), 1);
        QCOMPARE(claim().size(), 1);
    }

    void whatAnOperatorRunsIsWrittenDown()
    {
        maintenance().gcJobHistory();
        QVERIFY(admin().operations().isEmpty());
        maintenance().gcJobHistory(OperationContext{.actor = u"ann"_s});
        maintenance().runNow(u"mend_queues"_s, OperationContext{.reason = u"why not"_s});
        maintenance().setPeriod(u"mend_queues"_s, 0ms);
        const QList<Operation> audit = admin().operations();
        QCOMPARE(audit.size(), 3);
        QCOMPARE(audit.at(0).kind, u"set_maintenance_period"_s);
        QCOMPARE(audit.at(1).kind, u"mend_queues"_s);
        QCOMPARE(audit.at(2).actor, u"ann"_s);
        QVERIFY(!audit.at(0).canBeUndone);
    }

private:
    // One try: the function itself tries for some seconds.
    void runBusy() const { TemporaryPostgres::number(m_settings, u"SELECT jobq.retire_queues()"_s); }
};

QTEST_GUILESS_MAIN(MaintenanceTest)
#include "tst_maintenance.moc"
