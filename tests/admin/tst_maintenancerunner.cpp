// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenancerunner.h"
#include "admintestcase.h"
#include "support/pgbouncer.h"

#include <QProcess>
#include <QSignalSpy>

#include <memory>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class MaintenanceRunnerTest : public AdminTestCase
{
    Q_OBJECT

    [[nodiscard]] Maintenance maintenance() const { return Maintenance(*m_system); }
    [[nodiscard]] MaintenanceTask task(const QString &name) const
    {
        for (const MaintenanceTask &task : maintenance().schedule()) {
            if (task.name == name)
                return task;
        }
        return {};
    }
    void onlyRun(const QString &name, const QString &period) const
    {
        sql(u"UPDATE jobq.maintenance SET period = CASE WHEN task = '%1' THEN interval '%2' ELSE interval '0' END"_s.arg(name, period));
    }

private Q_SLOTS:
    void runsTheWholeSchedule()
    {
        sql(u"INSERT INTO jobq.history (job_id, claim_token, started_at, expires_at, queue_time_us, execution_time_us, attempt, priority, status, "
            "task_identifier, worker_id, payload) VALUES (1, 1, now(), now() - interval '1 second', 0, 0, 1, 0, 'completed', 't', 'w', '1')"_s);
        MaintenanceRunner runner(*m_system);
        runner.setPollInterval(10ms);
        QSignalSpy finished(&runner, &MaintenanceRunner::taskFinished);
        QSignalSpy failed(&runner, &MaintenanceRunner::taskFailed);
        runner.start();
        runner.start();
        QVERIFY(runner.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(finished.size() >= maintenance().schedule().size(), 30'000);
        runner.stop();
        runner.stop();
        QVERIFY(!runner.isRunning());
        QCOMPARE(failed.size(), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 0);
        for (const MaintenanceTask &ran : maintenance().schedule()) {
            QVERIFY2(ran.lastFinishedAt.isValid(), qPrintable(ran.name));
            QVERIFY2(!ran.lastError, qPrintable(ran.lastError.value_or(QString())));
            QVERIFY(ran.lastRunBy);
            QVERIFY(!ran.running);
            QVERIFY(ran.lastCount);
        }
        QCOMPARE(task(u"gc_job_history"_s).lastCount, 1);
    }

    void manyRunnersShareOneSchedule()
    {
        onlyRun(u"mend_queues"_s, u"1 hour"_s);
        std::vector<std::unique_ptr<MaintenanceRunner>> runners;
        std::vector<std::unique_ptr<QSignalSpy>> spies;
        for (int i = 0; i < 5; ++i) {
            runners.push_back(std::make_unique<MaintenanceRunner>(*m_system));
            runners.back()->setPollInterval(1ms);
            spies.push_back(std::make_unique<QSignalSpy>(runners.back().get(), &MaintenanceRunner::taskStarted));
        }
        for (const auto &runner : runners)
            runner->start();
        const auto runs = [&] {
            qsizetype sum = 0;
            for (const auto &spy : spies)
                sum += spy->size();
            return sum;
        };
        QTRY_COMPARE(runs(), 1);
        // The lease of a run is known by its beginning.
        QTRY_VERIFY(!task(u"mend_queues"_s).running);
        sql(u"UPDATE jobq.maintenance SET last_started_at = now() - interval '2 hours' WHERE task = 'mend_queues'"_s);
        QTRY_COMPARE(runs(), 2);
        QTRY_VERIFY(!task(u"mend_queues"_s).running);
        for (const auto &runner : runners)
            runner->stop();
        QCOMPARE(runs(), 2);
    }

    void onlyOneProcessWorksAtATime()
    {
        onlyRun(u"mend_queues"_s, u"1 ms"_s);
        // Somebody works: nothing else begins, not even by hand.
        sql(u"UPDATE jobq.maintenance SET leased_until = now() + interval '1 minute', last_started_at = now(), last_run_by = 'other' WHERE task = 'prune_workers'"_s);
        QCOMPARE(errorOf([&] { maintenance().runNow(u"mend_queues"_s); }).kind(), Error::Kind::Conflict);
        QVERIFY(task(u"prune_workers"_s).running);
        MaintenanceRunner runner(*m_system);
        runner.setPollInterval(1ms);
        QSignalSpy started(&runner, &MaintenanceRunner::taskStarted);
        runner.start();
        QVERIFY(!started.wait(200));
        // It died: its lease ends.
        sql(u"UPDATE jobq.maintenance SET leased_until = now() - interval '1 second' WHERE task = 'prune_workers'"_s);
        QVERIFY(started.wait());
    }

    void aTaskThatFailsIsRecordedAndTheOthersGoOn()
    {
        sql(u"INSERT INTO jobq.maintenance (task, period) VALUES ('no_such_function', '1 hour')"_s);
        MaintenanceRunner runner(*m_system);
        runner.setPollInterval(5ms);
        QSignalSpy failed(&runner, &MaintenanceRunner::taskFailed);
        QSignalSpy finished(&runner, &MaintenanceRunner::taskFinished);
        runner.start();
        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(finished.size() >= 5);
        QCOMPARE(failed.constFirst().at(0).toString(), u"no_such_function"_s);
        QCOMPARE(errorIn(failed).kind(), Error::Kind::Query);
        QVERIFY(task(u"no_such_function"_s).lastError);
        QVERIFY(!task(u"no_such_function"_s).running);
    }

    void survivesALostConnection()
    {
        onlyRun(u"mend_queues"_s, u"1 ms"_s);
        MaintenanceRunner runner(*m_system);
        runner.setPollInterval(1ms);
        QSignalSpy finished(&runner, &MaintenanceRunner::taskFinished);
        QSignalSpy lost(&runner, &MaintenanceRunner::connectionLost);
        QSignalSpy restored(&runner, &MaintenanceRunner::connectionRestored);
        runner.start();
        QVERIFY(finished.wait());
        const QString name = m_settings.keyword(u"dbname"_s);
        const ConnectionSettings administration = m_postgres.administration();
        TemporaryPostgres::execute(administration, u"ALTER DATABASE %1 ALLOW_CONNECTIONS false"_s.arg(name));
        m_postgres.killBackends(m_settings);
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 10'000);
        TemporaryPostgres::execute(administration, u"ALTER DATABASE %1 ALLOW_CONNECTIONS true"_s.arg(name));
        // It may have died in the middle of a task, whose lease then must end.
        sql(u"UPDATE jobq.maintenance SET leased_until = NULL"_s);
        QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, 20'000);
        finished.clear();
        QVERIFY(finished.wait());
        QCOMPARE(lost.size(), 1);
    }

    void worksThroughATransactionPooler()
    {
        const PgBouncer pooler(m_settings);
        MaintenanceRunner runner{System(ConnectionPool(pooler.settings()))};
        runner.setPollInterval(5ms);
        QSignalSpy finished(&runner, &MaintenanceRunner::taskFinished);
        QSignalSpy failed(&runner, &MaintenanceRunner::taskFailed);
        runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(finished.size() >= maintenance().schedule().size(), 30'000);
        QCOMPARE(failed.size(), 0);
    }

    // Two tasks that are always due write down when they ran, for whom.
    void processesBehindAPoolerTakeTurns()
    {
        sql(u"UPDATE jobq.maintenance SET period = '0'; CREATE TABLE runs (id int GENERATED ALWAYS AS IDENTITY, task text, runner text, began timestamptz, ended timestamptz);"
            "CREATE FUNCTION note_run(p_task text) RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE v_began timestamptz := clock_timestamp(); BEGIN"
            " PERFORM pg_sleep(0.02); INSERT INTO runs (task, runner, began, ended)"
            " SELECT p_task, last_run_by, v_began, clock_timestamp() FROM jobq.maintenance WHERE task = p_task; RETURN 1; END $$;"
            "CREATE FUNCTION jobq.one() RETURNS bigint LANGUAGE sql RETURN public.note_run('one');"
            "CREATE FUNCTION jobq.two() RETURNS bigint LANGUAGE sql RETURN public.note_run('two');"
            "INSERT INTO jobq.maintenance (task, period) VALUES ('one', '1 us'), ('two', '1 us')"_s);
        const PgBouncer pooler(m_settings, 8);
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int i = 0; i < 4; ++i) {
            auto &process = processes.emplace_back(std::make_unique<QProcess>());
            process->setProcessChannelMode(QProcess::ForwardedChannels);
            process->setEnvironment(QProcess::systemEnvironment() + QStringList(u"JOBQ_DATABASE_URL="_s + pooler.settings().connectionString()));
            process->start(QStringLiteral(JOBQ_TEST_MAINTAINER), QStringList());
            QVERIFY(process->waitForStarted());
        }
        QTRY_VERIFY_WITH_TIMEOUT(number(u"SELECT least(count(DISTINCT runner) * 20, count(*)) FROM runs"_s) >= 40, 60'000);
        for (const auto &process : processes) {
            process->kill();
            process->waitForFinished();
        }
        QCOMPARE(number(u"SELECT count(*) FROM runs a JOIN runs b ON a.id < b.id AND a.began < b.ended AND b.began < a.ended"_s), 0);
        QCOMPARE(number(u"SELECT count(DISTINCT task) FROM runs"_s), 2);
    }

    void periodsCanBeChanged()
    {
        maintenance().setPeriod(u"mend_queues"_s, 90s);
        QCOMPARE(task(u"mend_queues"_s).period, 90'000ms);
        QVERIFY(task(u"mend_queues"_s).nextRunAt.isValid());
        maintenance().setPeriod(u"mend_queues"_s, 0ms);
        QVERIFY(!task(u"mend_queues"_s).nextRunAt.isValid());
        QCOMPARE(maintenance().runNow(u"mend_queues"_s), 0);
        QVERIFY(task(u"mend_queues"_s).lastFinishedAt.isValid());
    }
};

QTEST_GUILESS_MAIN(MaintenanceRunnerTest)
#include "tst_maintenancerunner.moc"
