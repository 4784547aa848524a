// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workerprocess.h"
#include "worker/workertestcase.h"

#include <QFile>
#include <QTest>

#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What happens to the jobs of a worker that dies, freezes, or is taken for dead.
class TstWorkerLease : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void jobsOfAKilledWorkerRunElsewhere();
    void aFrozenWorkerIsCancelledAndRefused();
    void aWorkerDeclaredDeadGoesOnUnderANewId();
    void aWorkerWhoseRowIsGoneFreesItsJobs();
    void forcedLocksCancelTheToken();
    void forgetsDeadWorkersInTime();

private:
    [[nodiscard]] int count(char what) const;
    [[nodiscard]] WorkerProcess::Options holding(int threads) const { return {.log = m_log, .threads = threads, .leaseMs = 2000, .jobMs = -1}; }

    QTemporaryDir m_folder;
    QString m_log;
};

void TstWorkerLease::init()
{
    WorkerTestCase::init();
    m_log = m_folder.filePath(QLatin1String(QTest::currentTestFunction()));
}

int TstWorkerLease::count(char what) const
{
    QFile file(m_log);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    int lines = 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        lines += line.startsWith(what) ? 1 : 0;
    return lines;
}

namespace {

WorkerOptions shortLease()
{
    WorkerOptions options;
    options.concurrency = 4;
    options.pollInterval = 100ms;
    options.lease = 2s;
    return options;
}

} // namespace

void TstWorkerLease::jobsOfAKilledWorkerRunElsewhere()
{
    addJobs("append", 4);
    WorkerProcess process(database(), holding(4));
    QTRY_COMPARE(count('S'), 4);
    Worker worker(system(), shortLease());
    worker.addHandler(u"append"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(worker.state(), Worker::State::Running);
    process.kill();
    QTRY_COMPARE_WITH_TIMEOUT(executions("completed"), 4, 15000);
    QCOMPARE(executions("abandoned"), 4);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers WHERE declared_dead_at IS NOT NULL"_s), 1);
    QVERIFY(stopped(worker));
}

void TstWorkerLease::aFrozenWorkerIsCancelledAndRefused()
{
    addJobs("append", 2);
    WorkerProcess process(database(), holding(2));
    QTRY_COMPARE(count('S'), 2);
    QTRY_COMPARE(count('I'), 1);
    process.send(SIGSTOP);
    Worker worker(system(), shortLease());
    worker.addHandler(u"append"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE_WITH_TIMEOUT(executions("completed"), 2, 15000);
    QVERIFY(stopped(worker));
    process.send(SIGCONT);
    QTRY_COMPARE(count('C'), 2); // the tokens told the handlers
    QTRY_COMPARE(count('L'), 2); // what they said was not heard
    QTRY_COMPARE(count('I'), 2); // and it goes on under another id
    QCOMPARE(executions("completed"), 2);
    QCOMPARE(executions("failed"), 0);
    addJob("append");
    QTRY_COMPARE(count('S'), 3);
    process.kill();
}

void TstWorkerLease::aWorkerDeclaredDeadGoesOnUnderANewId()
{
    addJob("wait");
    Worker worker(system(), shortLease());
    const Heard ids(worker, &Worker::workerIdChanged);
    const Heard losses(worker, &Worker::lost);
    std::atomic<int> cancelled{0};
    worker.addHandler(u"wait"_s, [&](JobContext &context) {
        if (context.job().attempts > 1)
            return;
        context.waitFor(1h);
        cancelled = int(context.token().reason());
    });
    expectWarning("was declared dead");
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    const QString before = worker.workerId();
    TemporaryPostgres::execute(database(), u"UPDATE jobq.workers SET heartbeat_at = now() - interval '1 hour'; SELECT jobq.release_dead_workers()"_s);
    QTRY_COMPARE_WITH_TIMEOUT(executions("completed"), 1, 15000);
    QTRY_COMPARE(cancelled.load(), int(CancellationToken::Reason::LeaseLost));
    QTRY_COMPARE(losses.size(), 1);
    QTRY_COMPARE(ids.size(), 2);
    QVERIFY(worker.workerId() != before);
    QCOMPARE(executions("abandoned"), 1);
    QVERIFY(stopped(worker));
}

void TstWorkerLease::aWorkerWhoseRowIsGoneFreesItsJobs()
{
    addJob("wait");
    Worker worker(system(), shortLease());
    std::atomic<bool> goOn{false};
    worker.addHandler(u"wait"_s, [&](JobContext &context) {
        while (context.job().attempts == 1 && !goOn)
            std::this_thread::sleep_for(1ms);
    });
    expectWarning("was declared dead");
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    TemporaryPostgres::execute(database(), u"DELETE FROM jobq.workers"_s);
    QTRY_COMPARE_WITH_TIMEOUT(executions("completed"), 1, 15000);
    goOn = true;
    QCOMPARE(executions("abandoned"), 1);
    QVERIFY(stopped(worker));
}

void TstWorkerLease::forcedLocksCancelTheToken()
{
    addJob("wait");
    Worker worker(system(), shortLease());
    const Heard losses(worker, &Worker::lost);
    worker.addHandler(u"wait"_s, [](JobContext &context) {
        if (context.job().attempts == 1)
            context.waitFor(1h);
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    TemporaryPostgres::execute(database(), u"SELECT jobq.release_jobs(ARRAY(SELECT id FROM jobq.jobs), 'by force', false)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(losses.size(), 1, 10000);
    QTRY_COMPARE(executions("completed"), 1);
    QVERIFY(stopped(worker));
}

void TstWorkerLease::forgetsDeadWorkersInTime()
{
    TemporaryPostgres::execute(database(), u"INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease, declared_dead_at) "
                                            "VALUES ('long ago', 'h', 1, 1, '1', '1 min', now() - interval '2 days'), "
                                            "('lately', 'h', 1, 1, '1', '1 min', now())"_s);
    Worker worker(system(), shortLease());
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(number(u"SELECT count(*) FROM jobq.workers WHERE id = 'long ago'"_s), 0);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers WHERE id = 'lately'"_s), 1);
    QVERIFY(stopped(worker));
}

QTEST_GUILESS_MAIN(TstWorkerLease)
#include "tst_workerlease.moc"
