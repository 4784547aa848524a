// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/pgbouncer.h"
#include "worker/workertestcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// How a worker learns of jobs, and what it does with those that it has claimed ahead.
class TstWorkerWakeup : public WorkerTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void wakesOnNotificationsWithoutPolling();
    void findsWhatFollowsANotification();
    void pollsWithoutNotifications();
    void listensAgainAfterItsConnectionWasKilled();
    void worksBehindATransactionPooler();
    void returnsJobsThatWaitTooLong();
    void drainsTheNextOfAQueueToo();
};

namespace {

WorkerOptions deafOptions(int concurrency)
{
    WorkerOptions options;
    options.concurrency = concurrency;
    options.pollInterval = 1h;
    options.lease = 4s;
    return options;
}

} // namespace

void TstWorkerWakeup::wakesOnNotificationsWithoutPolling()
{
    Worker worker(system(), deafOptions(2));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s), 1);
    for (int i = 1; i <= 5; ++i) {
        addJob("noop");
        QTRY_COMPARE(worker.counters().completed, i);
    }
    QVERIFY(stopped(worker));
}

void TstWorkerWakeup::findsWhatFollowsANotification()
{
    Worker worker(system(), deafOptions(1));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s), 1);
    // So quickly after each other that most are added without a notification.
    for (int i = 0; i < 300; ++i)
        addJob("noop");
    QTRY_COMPARE(worker.counters().completed, 300);
    QVERIFY(stopped(worker));
}

void TstWorkerWakeup::pollsWithoutNotifications()
{
    WorkerOptions options = quickOptions();
    options.listen = false;
    Worker worker(system(), options);
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    QTRY_COMPARE(worker.state(), Worker::State::Running);
    QCOMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s), 0);
    addJobs("noop", 3);
    QTRY_COMPARE(worker.counters().completed, 3);
    QVERIFY(stopped(worker));
}

void TstWorkerWakeup::listensAgainAfterItsConnectionWasKilled()
{
    Worker worker(system(), deafOptions(2));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    worker.start();
    const QString listening = u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s;
    QTRY_COMPARE(number(listening), 1);
    expectWarning("No longer listening");
    const QString pid = TemporaryPostgres::scalar(database(), u"SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s).toString();
    TemporaryPostgres::execute(database(), u"SELECT pg_terminate_backend(%1)"_s.arg(pid));
    QTRY_COMPARE(number(listening + u" AND pid <> "_s + pid), 1);
    addJob("noop");
    QTRY_COMPARE(worker.counters().completed, 1);
    QVERIFY(stopped(worker));
}

void TstWorkerWakeup::worksBehindATransactionPooler()
{
    const PgBouncer pooler(database());
    WorkerOptions options = quickOptions(4);
    Worker worker(System(ConnectionPool(pooler.settings())), options);
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    addJobs("noop", 500);
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 500);

    // Notifications come directly, past the pooler.
    options.pollInterval = 1h;
    options.listenSettings = database();
    Worker listening(System(ConnectionPool(pooler.settings())), options);
    listening.addHandler(u"noop"_s, [](JobContext &) {});
    listening.start();
    QTRY_COMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"_s), 1);
    QTRY_COMPARE(listening.state(), Worker::State::Running);
    addJob("noop");
    QTRY_COMPARE(listening.counters().completed, 1);
    QVERIFY(stopped(listening));
}

void TstWorkerWakeup::returnsJobsThatWaitTooLong()
{
    WorkerOptions options = quickOptions(1);
    options.prefetchLimit = 200ms;
    Worker worker(system(), options);
    std::atomic<int> started{0};
    std::atomic<bool> holding{false};
    worker.addHandler(u"noop"_s, [&](JobContext &context) {
        if (++started != 1500) // by then it claims far ahead
            return;
        for (holding = true; holding;)
            context.waitFor(1ms);
    });
    addJobs("noop", 3000);
    worker.start();
    QTRY_VERIFY(holding);
    QTRY_VERIFY(worker.counters().returned > 0);
    QTRY_COMPARE(worker.counters().prefetched, 0);
    QTRY_COMPARE(jobs("locked"), 1);
    QCOMPARE(number(u"SELECT sum(attempts) FROM jobq.jobs WHERE state = 'ready'"_s), 0);
    QCOMPARE(executions("abandoned"), 0);
    holding = false;
    QTRY_COMPARE_WITH_TIMEOUT(worker.counters().completed, 3000, 20000);
    QVERIFY(stopped(worker));
    QCOMPARE(executions("completed"), 3000);
}

void TstWorkerWakeup::drainsTheNextOfAQueueToo()
{
    addJobs("noop", 25, {.queueName = u"one"_s});
    Worker worker(system(), deafOptions(4));
    worker.addHandler(u"noop"_s, [](JobContext &) {});
    QVERIFY(drained(worker));
    QCOMPARE(executions("completed"), 25);
}

QTEST_GUILESS_MAIN(TstWorkerWakeup)
#include "tst_workerwakeup.moc"
