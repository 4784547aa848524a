// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/errors.h"
#include "worker/workertestcase.h"

#include <QTest>

#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What a worker claims, and its counters and signals.
class TstWorker : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void leavesUnknownTasksAlone();
    void exhaustsJobsWithoutHandler();
    void skipsForbiddenFlags();
    void usesAllItsThreads();
    void runsNamedQueuesOneAtATime();
    void reportsProgress();
    void registersWhileItRuns();
    void signalsComeInOrder();
    void startsAgainAfterStopping();
    void refusesMisuse();
};

void TstWorker::leavesUnknownTasksAlone()
{
    addJobs("known", 3);
    addJobs("unknown", 3);
    Worker worker(system(), quickOptions());
    worker.addHandler(u"known"_s, [](JobContext &) {});
    QVERIFY(drained(worker));
    QCOMPARE(jobs("ready"), 3);
    QCOMPARE(number(u"SELECT sum(attempts) FROM jobq.jobs"_s), 0);
}

void TstWorker::exhaustsJobsWithoutHandler()
{
    addJobs("known", 3);
    addJobs("unknown", 3);
    WorkerOptions options = quickOptions();
    options.claimUnknownTasks = true;
    Worker worker(system(), options);
    worker.addHandler(u"known"_s, [](JobContext &) {});
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 3);
    QCOMPARE(jobs("exhausted"), 3);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE last_error = 'no handler is registered for the task “unknown”'"_s), 3);
}

void TstWorker::skipsForbiddenFlags()
{
    addJobs("noop", 2);
    addJobs("noop", 2, {.flags = {u"gpu"_s}});
    WorkerOptions options = quickOptions();
    options.forbiddenFlags = QStringList{u"gpu"_s};
    Worker worker(system(), options);
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 2);
    QCOMPARE(jobs("ready"), 2);
}

void TstWorker::usesAllItsThreads()
{
    constexpr int Threads = 16;
    addJobs("meet", 3 * Threads);
    Worker worker(system(), quickOptions(Threads));
    Highwater inside;
    worker.addHandler(u"meet"_s, [&](JobContext &context) {
        const Highwater::Entry entry(inside);
        // Nobody leaves before all have met once.
        for (int i = 0; inside.most() < Threads && i < 1000; ++i)
            context.waitFor(10ms);
    });
    QVERIFY(drained(worker));
    QCOMPARE(inside.most(), Threads);
    QCOMPARE(executions("completed"), 3 * Threads);
}

void TstWorker::runsNamedQueuesOneAtATime()
{
    for (int queue = 0; queue < 5; ++queue)
        addJobs("serial", 40, {.queueName = u"queue-%1"_s.arg(queue)});
    WorkerOptions options = quickOptions(8);
    options.pollInterval = 1h; // the next of a queue must not wait for polling
    options.listen = false;
    Worker worker(system(), options);
    std::array<Highwater, 5> inside;
    worker.addHandler(u"serial"_s, [&](JobContext &context) {
        const Highwater::Entry entry(inside.at(size_t(context.job().queueName->back().digitValue())));
        std::this_thread::yield();
    });
    worker.start();
    QTRY_COMPARE_WITH_TIMEOUT(worker.counters().completed, 200, 30000);
    QVERIFY(stopped(worker));
    for (const Highwater &queue : inside)
        QCOMPARE(queue.most(), 1);
    QCOMPARE(executions("completed"), 200);
}

void TstWorker::reportsProgress()
{
    addJob("slow");
    WorkerOptions options = quickOptions();
    options.progressInterval = 20ms;
    Worker worker(system(), options);
    worker.addHandler(u"slow"_s, [](JobContext &context) {
        context.setProgress(0.25, u"first"_s);
        context.setProgress(0.5, u"second"_s);
        context.waitFor(1h);
        context.throwIfCancelled();
    });
    worker.start();
    QTRY_COMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE progress = 0.5 AND progress_note = 'second'"_s), 1);
    worker.stopNow();
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE progress IS NULL"_s), 1);
}

void TstWorker::registersWhileItRuns()
{
    Worker worker(system(), quickOptions(3));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    QVERIFY(worker.workerId().isEmpty());
    worker.start();
    QTRY_COMPARE(worker.state(), Worker::State::Running);
    const QString id = worker.workerId();
    QVERIFY2(id.contains(u":%1:"_s.arg(QCoreApplication::applicationPid())), qPrintable(id));
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers WHERE id = '%1' AND concurrency = 3 AND task_identifiers = '{noop}' AND version = '%2'"_s.arg(id, QLatin1String(JOBQ_PROJECT_VERSION))), 1);
    const QString beat = u"SELECT (date_part('epoch', heartbeat_at - started_at) * 1000)::int FROM jobq.workers"_s;
    QTRY_VERIFY(number(beat) > 500);
    QVERIFY(stopped(worker));
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers"_s), 0);
    QVERIFY(worker.workerId().isEmpty());
}

void TstWorker::signalsComeInOrder()
{
    addJob("noop");
    Worker worker(system(), quickOptions());
    QStringList order;
    QObject receiver; // so that the signals come to this thread
    connect(&worker, &Worker::started, &receiver, [&] { order += u"started"_s; });
    connect(&worker, &Worker::completed, &receiver, [&](const ClaimedJob &job) { order += u"completed "_s + job.taskIdentifier; });
    connect(&worker, &Worker::stopped, &receiver, [&] { order += u"stopped"_s; });
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.drain();
    QTRY_COMPARE(order, (QStringList{u"started"_s, u"completed noop"_s, u"stopped"_s}));
}

void TstWorker::startsAgainAfterStopping()
{
    Worker worker(system(), quickOptions());
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    for (int round = 0; round < 3; ++round) {
        addJobs("noop", 5);
        QVERIFY(drained(worker));
        QCOMPARE(worker.state(), Worker::State::Stopped);
        QCOMPARE(worker.counters().completed, 5);
    }
}

void TstWorker::refusesMisuse()
{
    Worker worker(system(), quickOptions());
    QCOMPARE(errorOf([&] { worker.start(); }).kind(), Error::Kind::Usage);
    QCOMPARE(errorOf([&] { worker.addHandler(QString(), [](JobContext &) {}); }).argument(), u"taskIdentifier"_s);
    QCOMPARE(errorOf([&] { worker.addHandler(u"empty"_s, Handler()); }).argument(), u"handler"_s);
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    QCOMPARE(errorOf([&] { worker.addHandler(u"noop"_s, [](JobContext &) {}); }).argument(), u"taskIdentifier"_s);
    worker.start();
    QCOMPARE(errorOf([&] { worker.start(); }).kind(), Error::Kind::Usage);
    QCOMPARE(errorOf([&] { worker.addHandler(u"late"_s, [](JobContext &) {}); }).kind(), Error::Kind::Usage);
    QVERIFY(stopped(worker));
    QCOMPARE(errorOf([&] { Worker(system(), {.concurrency = -1}); }).argument(), u"concurrency"_s);
    QCOMPARE(errorOf([&] { Worker(system(), {.lease = 1s}); }).argument(), u"lease"_s);
}

QTEST_GUILESS_MAIN(TstWorker)
#include "tst_worker.moc"
