// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/workertestcase.h"

#include <QTest>

#include <mutex>
#include <set>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What becomes of a job after each outcome.
class TstWorkerOutcomes : public WorkerTestCase
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
};

void TstWorkerOutcomes::completesWhatSucceeds()
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

void TstWorkerOutcomes::keepsTheResultsOfASuccess()
{
    addJob("sum");
    Worker worker(system(), quickOptions());
    worker.addHandler(u"sum"_s, [](JobContext &) { return Result::success(Payload(QJsonValue(42))); });
    QVERIFY(drained(worker));
    QCOMPARE(number(u"SELECT (partial_results ->> 'results')::int FROM jobq.history"_s), 42);
}

void TstWorkerOutcomes::retriesWhatFails()
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

void TstWorkerOutcomes::exhaustsWhatFailsForGood()
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

void TstWorkerOutcomes::throwingCostsOnlyTheOneJob()
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

void TstWorkerOutcomes::passesPartialResultsOn()
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

void TstWorkerOutcomes::recordsAnOutcomeThatCantBeStored()
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

QTEST_GUILESS_MAIN(TstWorkerOutcomes)
#include "tst_workeroutcomes.moc"
