// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workertestcase.h"

#include <QTest>

#include <semaphore>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// How a worker ends, and how it gets rid of handlers that take too long.
class TstWorkerStop : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup();
    void lastingHandlersMayFinish();
    void returnsWhatHasNotBegun();
    void cancelsAtTheLimit();
    void givesUpHandlersThatIgnoreTheirToken();
    void stopsWhileTheServerIsAway();
    void theDestructorStops();
    void timeLimitCancelsAndFails();
    void hangingHandlersAreReplaced();
    void neverReplacesMoreThanTheLimit();
    void aLateReturnGivesItsThreadBack();
    void tasksHaveTimeLimitsOfTheirOwn();

private:
    /// Blocks like a handler that never looks at its token, until the test ends.
    void hang()
    {
        ++m_hanging;
        m_release.acquire();
        --m_hanging;
    }
    void releaseAll()
    {
        m_release.release(100);
        QTRY_COMPARE(m_hanging.load(), 0);
        while (m_release.try_acquire()) { }
    }

    std::counting_semaphore<1000> m_release{0};
    std::atomic<int> m_hanging{0};
};

void TstWorkerStop::cleanup()
{
    releaseAll();
    WorkerTestCase::cleanup();
}

void TstWorkerStop::lastingHandlersMayFinish()
{
    addJobs("slow", 2);
    Worker worker(system(), quickOptions(2));
    std::atomic<bool> goOn{false};
    worker.addHandler(u"slow"_s, [&](JobContext &context) {
        while (!goOn)
            context.waitFor(1ms);
        if (context.isCancelled())
            throw std::runtime_error("cancelled too early");
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 2);
    worker.stop();
    QTRY_COMPARE(worker.state(), Worker::State::Stopping);
    QTRY_COMPARE(number(u"SELECT count(*) FROM jobq.workers WHERE stopping"_s), 1);
    QVERIFY(!worker.waitForStopped(50ms));
    goOn = true;
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(executions("completed"), 2);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers"_s), 0);
}

void TstWorkerStop::returnsWhatHasNotBegun()
{
    addJobs("noop", 2000);
    Worker worker(system(), quickOptions(2));
    // The handlers themselves hold up, so that it can't be too late: all jobs may be done within a few ms.
    std::atomic<bool> holdUp{true};
    std::atomic<int> begun{0};
    worker.addHandler(u"noop"_s, [&](JobContext &context) {
        const bool holds = ++begun > 300;
        while (holds && holdUp && !context.isCancelled())
            context.waitFor(1ms);
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 2);
    QTRY_VERIFY(worker.counters().prefetched > 0);
    worker.stop();
    QTRY_VERIFY(worker.counters().returned > 0);
    holdUp = false;
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(jobs("locked"), 0);
    QCOMPARE(number(u"SELECT coalesce(sum(attempts), 0) FROM jobq.jobs"_s), 0);
    QCOMPARE(jobs() + executions("completed"), 2000);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status <> 'completed'"_s), 0);
}

void TstWorkerStop::cancelsAtTheLimit()
{
    addJob("polite");
    Worker worker(system(), quickOptions());
    worker.addHandler(u"polite"_s, [](JobContext &context) {
        context.waitFor(1h);
        context.throwIfCancelled();
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    worker.stop(100ms);
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'failed' AND error_message LIKE '%stopping%'"_s), 1);
    QCOMPARE(jobs("scheduled"), 1);
}

void TstWorkerStop::givesUpHandlersThatIgnoreTheirToken()
{
    addJob("rude");
    Worker worker(system(), quickOptions());
    worker.addHandler(u"rude"_s, [this](JobContext &) { hang(); });
    worker.start();
    QTRY_COMPARE(m_hanging.load(), 1);
    worker.stopNow();
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'failed' AND error_message LIKE '%before its handler returned'"_s), 1);
    QCOMPARE(jobs("locked"), 0);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers"_s), 0);
}

void TstWorkerStop::stopsWhileTheServerIsAway()
{
    ConnectionSettings nowhere = database();
    nowhere.setKeyword(u"host"_s, u"/nonexistent"_s);
    Worker worker(System(ConnectionPool(nowhere)), quickOptions());
    const Heard errors(worker, &Worker::infrastructureError);
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    expectWarning("registering the worker failed");
    expectWarning("No longer listening");
    worker.start();
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(worker.state(), Worker::State::Starting);
    QVERIFY(stopped(worker));
    QTRY_COMPARE(errors.size(), 1); // once per outage
}

void TstWorkerStop::theDestructorStops()
{
    addJobs("noop", 200);
    {
        Worker worker(system(), quickOptions());
        worker.addHandler(u"noop"_s, [](JobContext &context) { context.waitFor(1ms); });
        worker.start();
        QTRY_VERIFY(worker.counters().completed > 5);
    }
    QCOMPARE(jobs("locked"), 0);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.workers"_s), 0);
}

void TstWorkerStop::timeLimitCancelsAndFails()
{
    addJob("slow", {}, {.maxAttempts = 1});
    Worker worker(system(), quickOptions());
    const Heard timeouts(worker, &Worker::timedOut);
    std::atomic<int> reason{0};
    worker.addHandler(u"slow"_s, [&](JobContext &context) {
        if (!context.remainingTime() || *context.remainingTime() > 100ms)
            throw std::logic_error("wrong remaining time");
        context.waitFor(1h);
        reason = int(context.token().reason());
    }, {.timeLimit = 100ms});
    QVERIFY(drained(worker));
    QCOMPARE(reason.load(), int(CancellationToken::Reason::TimeLimit));
    QTRY_COMPARE(timeouts.size(), 1);
    QCOMPARE(timeouts.first<1>(), 100ms);
    QCOMPARE(worker.counters().timedOut, 1);
    QCOMPARE(worker.counters().abandonedThreads, 0);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'exhausted' AND last_error = 'timed out after 0.1 s'"_s), 1);
}

void TstWorkerStop::hangingHandlersAreReplaced()
{
    addJobs("hang", 2, {.maxAttempts = 1});
    addJobs("noop", 50);
    WorkerOptions options = quickOptions(2);
    options.timeLimit = 100ms;
    options.timeLimitGrace = 50ms;
    Worker worker(system(), options);
    worker.addHandler(u"hang"_s, [this](JobContext &) { hang(); });
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(worker.counters().abandonedThreads, 2);
    QTRY_COMPARE(worker.counters().completed, 50); // the capacity is still there
    QTRY_COMPARE(jobs("exhausted"), 2);
    QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE last_error LIKE 'timed out after 0.1 s%'"_s), 2);
    QVERIFY(stopped(worker));
}

void TstWorkerStop::neverReplacesMoreThanTheLimit()
{
    addJobs("hang", 5, {.maxAttempts = 1});
    WorkerOptions options = quickOptions(1);
    options.timeLimit = 50ms;
    options.timeLimitGrace = 0ms;
    options.maxAbandonedThreads = 2;
    Worker worker(system(), options);
    const Heard errors(worker, &Worker::infrastructureError);
    worker.addHandler(u"hang"_s, [this](JobContext &) { hang(); });
    expectWarning("3 handlers hang");
    worker.start();
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(m_hanging.load(), 3);
    QTRY_COMPARE(executions("failed"), 3);
    QTRY_COMPARE(jobs("ready") + jobs("locked"), 2);
    releaseAll();
    m_release.release(100); // those that follow return at once
    QTRY_COMPARE(jobs("ready") + jobs("locked"), 0);
    QVERIFY(stopped(worker));
}

void TstWorkerStop::aLateReturnGivesItsThreadBack()
{
    addJob("hang", {}, {.maxAttempts = 1});
    WorkerOptions options = quickOptions(1);
    options.timeLimit = 50ms;
    options.timeLimitGrace = 0ms;
    Worker worker(system(), options);
    worker.addHandler(u"hang"_s, [this](JobContext &) { hang(); });
    worker.start();
    QTRY_COMPARE(worker.counters().abandonedThreads, 1);
    releaseAll();
    QTRY_COMPARE(worker.counters().abandonedThreads, 0);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("failed"), 1);
    QCOMPARE(executions("completed"), 0);
}

void TstWorkerStop::tasksHaveTimeLimitsOfTheirOwn()
{
    WorkerOptions options = quickOptions(3);
    options.timeLimit = 1h;
    Worker worker(system(), options);
    QList<qint64> limits(3, -2);
    const auto note = [&limits](int index) {
        return [&limits, index](JobContext &context) {
            const auto left = context.remainingTime();
            limits[index] = left ? std::chrono::ceil<std::chrono::minutes>(*left).count() : -1;
        };
    };
    worker.addHandler(u"common"_s, note(0));
    worker.addHandler(u"own"_s, note(1), {.timeLimit = 5min});
    worker.addHandler(u"none"_s, note(2), {.timeLimit = 0ms});
    addJob("common");
    addJob("own");
    addJob("none");
    QVERIFY(drained(worker));
    QCOMPARE(limits, (QList<qint64>{60, 5, -1}));
}

QTEST_GUILESS_MAIN(TstWorkerStop)
#include "tst_workerstop.moc"
