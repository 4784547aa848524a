// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/errors.h"
#include "worker/workertestcase.h"

#include <QTest>

#include <mutex>
#include <set>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What becomes of jobs, and of the worker's counters and signals.
class TstWorker : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void completesWhatSucceeds();
    void keepsTheResultsOfASuccess();
    void retriesWhatFails();
    void exhaustsWhatFailsForGood();
    void throwingCostsOnlyTheOneJob();
    void passesPartialResultsOn();
    void recordsAnOutcomeThatCantBeStored();
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

void TstWorker::completesWhatSucceeds()
{
    addJobs("noop", 1000);
    Worker worker(system(), quickOptions(4));
    std::mutex mutex;
    std::set<JobId> seen;
    worker.addHandler(u"noop"_s, [&](JobContext &context) {
        const std::lock_guard lock(mutex);
        seen.insert(context.job().id);
    });
    QVERIFY(drained(worker));
    QCOMPARE(seen.size(), size_t(1000));
    QCOMPARE(jobs(), 0);
    QCOMPARE(executions("completed"), 1000);
    const WorkerCounters counters = worker.counters();
    QCOMPARE(counters.started, 1000);
    QCOMPARE(counters.completed, 1000);
    QCOMPARE(counters.running + counters.prefetched + counters.finishing + counters.lost + counters.failed, 0);
    QVERIFY(counters.finishCalls < 500); // in batches
}

void TstWorker::keepsTheResultsOfASuccess()
{
    addJob("sum");
    Worker worker(system(), quickOptions());
    worker.addHandler(u"sum"_s, [](JobContext &) { return Result::success(Payload(QJsonValue(42))); });
    QVERIFY(drained(worker));
    QCOMPARE(number(u"SELECT (partial_results ->> 'results')::int FROM jobq.history"_s), 42);
}

void TstWorker::retriesWhatFails()
{
    addJob("flaky");
    std::atomic<int> calls{0};
    Worker worker(system(), quickOptions());
    const Heard failures(worker, &Worker::failed);
    worker.addHandler(u"flaky"_s, [&](JobContext &context) {
        if (++calls < 3)
            throw std::runtime_error("not yet");
        if (context.job().lastError != u"not yet"_s)
            throw std::logic_error("the last error is missing");
    });
    worker.start();
    QTRY_COMPARE(executions("completed"), 1);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("failed"), 2);
    QTRY_COMPARE(failures.size(), 2);
    QCOMPARE(failures.first<1>(), u"not yet"_s);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE error_detail LIKE 'std::runtime_error%'"_s), 2);
}

void TstWorker::exhaustsWhatFailsForGood()
{
    addJob("bad");
    addJob("last", {}, {.maxAttempts = 1});
    Worker worker(system(), quickOptions());
    const Heard exhaustions(worker, &Worker::exhausted);
    worker.addHandler(u"bad"_s, [](JobContext &) { return Result::permanentFailure(u"no such address"_s); });
    worker.addHandler(u"last"_s, [](JobContext &) { return Result::failure(u"still broken"_s); });
    QVERIFY(drained(worker));
    QCOMPARE(jobs("exhausted"), 2);
    QTRY_COMPARE(exhaustions.size(), 2);
    QCOMPARE(worker.counters().exhausted, 2);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE last_error IN ('no such address', 'still broken')"_s), 2);
}

void TstWorker::throwingCostsOnlyTheOneJob()
{
    for (int i = 0; i < 200; ++i)
        addJob("mixed", Payload{{u"i"_s, i}}, {.maxAttempts = 1});
    Worker worker(system(), quickOptions(4));
    worker.addHandler(u"mixed"_s, [](JobContext &context) {
        switch (context.payload().object().value(u"i"_s).toInt() % 5) {
        case 0:
            throw std::runtime_error("std");
        case 1:
            throw 42;
        case 2:
            throw Error(Error::Kind::Usage, u"\0 with NUL"_s);
        case 3:
            throw u"text"_s;
        default:
            break;
        }
    });
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 40);
    QCOMPARE(executions("failed"), 160);
    QCOMPARE(jobs("exhausted"), 160);
}

void TstWorker::passesPartialResultsOn()
{
    addJob("steps");
    Worker worker(system(), quickOptions());
    const Heard partials(worker, &Worker::partialSuccess);
    worker.addHandler(u"steps"_s, [](JobContext &context) -> Result {
        const auto &last = context.job().lastPartialResults;
        if (!last)
            return PartialResults{{u"fetch"_s}, {u"send"_s}, u"send"_s, Payload(QJsonValue(1))};
        return last->retryFromStep == u"send"_s ? Result::success() : Result::failure(u"wrong step"_s);
    });
    worker.start();
    QTRY_COMPARE(executions("completed"), 1);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("partial_success"), 1);
    QTRY_COMPARE(partials.size(), 1);
    QCOMPARE(partials.first<1>().failedSteps, QStringList{u"send"_s});
}

void TstWorker::recordsAnOutcomeThatCantBeStored()
{
    addJobs("fine", 20);
    addJob("odd", {}, {.maxAttempts = 1});
    Worker worker(system(), quickOptions());
    worker.addHandler(u"fine"_s, [](JobContext &) {});
    worker.addHandler(u"odd"_s, [](JobContext &) {
        return Result(PartialResults{{}, {}, {}, Payload::fromText(u"this is no JSON"_s)});
    });
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 20);
    QCOMPARE(executions("failed"), 1);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE last_error LIKE 'its outcome can''t be stored%'"_s), 1);
}

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
