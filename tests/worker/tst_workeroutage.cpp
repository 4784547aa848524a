// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/lossyproxy.h"
#include "worker/workertestcase.h"

#include <QTest>

#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Connections and servers that break. They warn more often than a test can foretell.
class TstWorkerOutage : public WorkerTestCase
{
    Q_OBJECT
public:
    TstWorkerOutage()
        : WorkerTestCase(TemporaryPostgres::Cluster::Own)
    {
    }

private Q_SLOTS:
    void init() { makeDatabase(); }
    void killedBackendsLoseAndDoubleNothing();
    void aLostAnswerToAFinishIsLookedUp();
    void aLostAnswerToAClaimGivesTheJobsBack();
    void keepsOutcomesUntilTheServerIsBack();
    void cancelsBeforeTheLeaseEnds();

private:
    [[nodiscard]] qint64 doubled() const
    {
        return number(u"SELECT count(*) FROM (SELECT FROM jobq.history WHERE status = 'completed' GROUP BY job_id HAVING count(*) > 1) d"_s);
    }
};

void TstWorkerOutage::killedBackendsLoseAndDoubleNothing()
{
    constexpr int Jobs = 10000;
    addJobs("noop", Jobs);
    Worker worker(system(), quickOptions(8));
    worker.addHandler(u"noop"_s, [](JobContext &context) { context.waitFor(1ms); });
    worker.start();
    for (int kills = 0; kills < 30 && worker.counters().completed < Jobs; ++kills) {
        const qint64 before = worker.counters().completed;
        TemporaryPostgres::execute(database(), u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                                "WHERE datname = current_database() AND pid <> pg_backend_pid()"_s);
        QTRY_VERIFY(worker.counters().completed > before || worker.counters().completed >= Jobs);
    }
    QTRY_COMPARE_WITH_TIMEOUT(jobs(), 0, 60000);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("completed"), Jobs);
    QCOMPARE(doubled(), 0);
    QCOMPARE(worker.counters().lost, 0);
    QCOMPARE(number(u"SELECT max(attempt) FROM jobq.history"_s), 1); // claims whose answer was lost are unspent
}

void TstWorkerOutage::aLostAnswerToAFinishIsLookedUp()
{
    addJobs("noop", 20);
    addJob("fail", {}, {.maxAttempts = 1});
    LossyProxy proxy(database());
    ConnectionSettings settings = proxy.settings();
    settings.preparedStatements = false; // so that the statement's text goes over the wire
    proxy.loseAnswerTo("jobq.finish_jobs");
    Worker worker(System(ConnectionPool(settings)), quickOptions(21));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.addHandler(u"fail"_s, [](JobContext &) { return Result::failure(u"no"_s); });
    QVERIFY(drained(worker));
    QVERIFY(proxy.hasLostAnswer());
    QCOMPARE(executions("completed"), 20);
    QCOMPARE(doubled(), 0);
    const WorkerCounters counters = worker.counters();
    QCOMPARE(counters.completed, 20);
    QCOMPARE(counters.failed, 1);
    QCOMPARE(counters.exhausted, 1);
    QCOMPARE(counters.lost, 0);
}

void TstWorkerOutage::aLostAnswerToAClaimGivesTheJobsBack()
{
    addJobs("noop", 20);
    LossyProxy proxy(database());
    ConnectionSettings settings = proxy.settings();
    settings.preparedStatements = false;
    proxy.loseAnswerTo("jobq.claim_jobs");
    Worker worker(System(ConnectionPool(settings)), quickOptions(4));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(executions("completed"), 20);
    QVERIFY(proxy.hasLostAnswer());
    QVERIFY(stopped(worker));
    QCOMPARE(number(u"SELECT max(attempt) FROM jobq.history"_s), 1);
    QCOMPARE(executions("abandoned"), 0);
}

void TstWorkerOutage::keepsOutcomesUntilTheServerIsBack()
{
    addJobs("noop", 4);
    Worker worker(system(), quickOptions(4));
    const Heard errors(worker, &Worker::infrastructureError);
    std::atomic<bool> goOn{false};
    worker.addHandler(u"noop"_s, [&](JobContext &) {
        while (!goOn)
            std::this_thread::sleep_for(1ms);
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 4);
    postgres().stop();
    goOn = true;
    QTRY_COMPARE(worker.counters().finishing, 4);
    QTRY_COMPARE(errors.size(), 1);
    postgres().start();
    QTRY_COMPARE(worker.counters().completed, 4);
    addJobs("noop", 4);
    QTRY_COMPARE(worker.counters().completed, 8);
    QTRY_COMPARE(errors.size(), 1);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("completed"), 8);
    QCOMPARE(executions("abandoned"), 0);
}

void TstWorkerOutage::cancelsBeforeTheLeaseEnds()
{
    addJob("wait");
    WorkerOptions options = quickOptions(1);
    options.lease = 2s;
    Worker worker(system(), options);
    std::atomic<int> reason{-1};
    worker.addHandler(u"wait"_s, [&](JobContext &context) {
        if (context.job().attempts > 1)
            return;
        context.waitFor(1h);
        reason = int(context.token().reason());
        context.throwIfCancelled();
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    postgres().stop();
    // Nobody but the worker itself can have said so; how long before the end of the lease, tst_lease tells.
    QTRY_COMPARE(reason.load(), int(CancellationToken::Reason::LeaseLost));
    postgres().start();
    QTRY_COMPARE_WITH_TIMEOUT(executions("completed"), 1, 20000);
    QVERIFY(stopped(worker));
}

QTEST_GUILESS_MAIN(TstWorkerOutage)
#include "tst_workeroutage.moc"
