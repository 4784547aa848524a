// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"
#include "workertestcase.h"

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Every option that is out of its range.
class TstWorkerOptions : public TestCase
{
    Q_OBJECT
    /// Nothing connects before a worker starts.
    static System systemOf(const ConnectionSettings &settings = {}) { return System(ConnectionPool(settings)); }

private Q_SLOTS:
    void badOnesAreNamed_data();
    void badOnesAreNamed();
    void badTasksAreNamed_data();
    void badTasksAreNamed();
    void anUnreadableRetentionIsSaid();
};

void TstWorkerOptions::badOnesAreNamed_data()
{
    QTest::addColumn<WorkerOptions>("options");
    QTest::addColumn<QString>("argument");
    QTest::newRow("concurrency") << WorkerOptions{.concurrency = -1} << u"concurrency"_s;
    QTest::newRow("high concurrency") << WorkerOptions{.concurrency = 1001} << u"concurrency"_s;
    QTest::newRow("empty flag") << WorkerOptions{.forbiddenFlags = {QString()}} << u"forbiddenFlags"_s;
    QTest::newRow("long flag") << WorkerOptions{.forbiddenFlags = {QString(256, u'x')}} << u"forbiddenFlags"_s;
    QTest::newRow("NUL in flag") << WorkerOptions{.forbiddenFlags = {u"a\0b"_s}} << u"forbiddenFlags"_s;
    QTest::newRow("NUL in retention") << WorkerOptions{.historyRetention = u"1 day\0"_s} << u"historyRetention"_s;
    QTest::newRow("no retention") << WorkerOptions{.historyRetention = QString()} << u"historyRetention"_s;
    QTest::newRow("poll") << WorkerOptions{.pollInterval = 0ms} << u"pollInterval"_s;
    QTest::newRow("claim batch") << WorkerOptions{.maxClaimBatch = -1} << u"maxClaimBatch"_s;
    QTest::newRow("finish batch") << WorkerOptions{.maxFinishBatch = 0} << u"maxFinishBatch"_s;
    QTest::newRow("finish delay") << WorkerOptions{.finishDelay = -1us} << u"finishDelay"_s;
    QTest::newRow("prefetch") << WorkerOptions{.prefetchLimit = 0ms} << u"prefetchLimit"_s;
    QTest::newRow("short lease") << WorkerOptions{.lease = 1999ms} << u"lease"_s;
    QTest::newRow("heartbeat") << WorkerOptions{.lease = 4s, .heartbeat = 1001ms} << u"heartbeat"_s;
    QTest::newRow("time limit") << WorkerOptions{.timeLimit = -1ms} << u"timeLimit"_s;
    QTest::newRow("grace") << WorkerOptions{.timeLimitGrace = -1ms} << u"timeLimitGrace"_s;
    QTest::newRow("threads") << WorkerOptions{.maxAbandonedThreads = -1} << u"maxAbandonedThreads"_s;
    QTest::newRow("progress") << WorkerOptions{.progressInterval = 1ms} << u"progressInterval"_s;
    QTest::newRow("stop") << WorkerOptions{.stopTimeout = -1ms} << u"stopTimeout"_s;
}

void TstWorkerOptions::badOnesAreNamed()
{
    QFETCH(WorkerOptions, options);
    QFETCH(QString, argument);
    const Error error = errorOf([&] { const Worker worker(systemOf(), options); });
    QCOMPARE(error.kind(), Error::Kind::Usage);
    QCOMPARE(error.argument(), argument);
    QVERIFY2(error.message().startsWith(argument + u": "_s), error.what());
}

void TstWorkerOptions::badTasksAreNamed_data()
{
    QTest::addColumn<QString>("task");
    QTest::newRow("empty") << QString();
    QTest::newRow("long") << QString(256, u'x');
    QTest::newRow("NUL") << u"a\0b"_s;
}

void TstWorkerOptions::badTasksAreNamed()
{
    QFETCH(QString, task);
    Worker worker(systemOf());
    QCOMPARE(errorOf([&] { worker.addHandler(task, [](JobContext &) {}); }).argument(), u"taskIdentifier"_s);
}

// Only the server knows what it can read.
void TstWorkerOptions::anUnreadableRetentionIsSaid()
{
    TemporaryPostgres postgres;
    const System system = systemOf(postgres.createDatabase());
    JobEnqueue(system).addJob(u"noop"_s, Payload());
    Worker worker(system, {.historyRetention = u"soon"_s});
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    const Heard problems(worker, &Worker::infrastructureError);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"historyRetention: "_s));
    worker.start();
    QTRY_VERIFY(problems.size() > 0);
    QVERIFY2(problems.first<0>().contains(u"historyRetention: "_s), qPrintable(problems.first<0>()));
    worker.stopNow();
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(WorkerExecution(system).getJobs(u"w"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TstWorkerOptions)
#include "tst_workeroptions.moc"
