// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "db/connection.h"
#include "db/statement.h"
#include "inspecttest.h"
#include "worker/futures.h"

#include <ThreadWeaver/Queue>

#include <QtTest>

#include <stdexcept>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class FuturesTest : public InspectTest
{
    Q_OBJECT
    std::unique_ptr<ThreadWeaver::Queue> m_queue;

    // Runs on the connection of the calling thread until it is cancelled.
    void sleepOnTheServer(int seconds) const
    {
        m_system->pool().connection().execute(u"SELECT pg_sleep(%1)"_s.arg(seconds), u"test/sleep"_s);
    }
    [[nodiscard]] qint64 sleepers() const
    {
        return number(u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                      " AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"_s);
    }

private Q_SLOTS:
    void init()
    {
        prepare();
        m_queue = std::make_unique<ThreadWeaver::Queue>();
        m_queue->setMaximumNumberOfThreads(1);
    }
    void cleanup()
    {
        m_queue->dequeue();
        m_queue->finish();
        m_queue.reset();
    }

    void aResultArrives()
    {
        add();
        const QFuture<JobPage> future = async(m_queue.get(), *m_system, [inspect = inspector()] { return inspect.jobs(); });
        QCOMPARE(future.result().rows.size(), 1);
    }

    void aCallWithoutAResultFinishes()
    {
        std::atomic_bool ran = false;
        QFuture<void> future = async(m_queue.get(), [&ran] { ran = true; });
        future.waitForFinished();
        QVERIFY(ran && future.isFinished() && !future.isCanceled());
    }

    void theGlobalQueueServesToo()
    {
        QCOMPARE(async(*m_system, [inspect = inspector()] { return inspect.countJobs({}); }).result(), 0);
    }

    void theCallerIsNeverBlocked()
    {
        QSemaphore gate;
        QThread *caller = QThread::currentThread();
        QFuture<bool> future = async(m_queue.get(), [&gate, caller] {
            gate.acquire();
            return QThread::currentThread() != caller;
        });
        QVERIFY(!future.isFinished());
        gate.release();
        QVERIFY(future.result());
    }

    void errorsTravelWithTheirKind_data()
    {
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("usage") << Error::Kind::Usage;
        QTest::newRow("busy") << Error::Kind::Busy;
        QTest::newRow("query") << Error::Kind::Query;
        QTest::newRow("cancelled by a time limit") << Error::Kind::Cancelled;
    }

    void errorsTravelWithTheirKind()
    {
        QFETCH(Error::Kind, kind);
        QFuture<int> future = async(m_queue.get(), *m_system, [kind]() -> int { throw Error(kind, u"no"_s).withArgument(u"a"_s).withSqlState(u"12345"_s); });
        const Error error = errorOf([&] { future.waitForFinished(); (void)future.result(); });
        QCOMPARE(error.kind(), kind);
        QCOMPARE(error.argument(), u"a"_s);
        QCOMPARE(error.sqlState(), u"12345"_s);
    }

    void errorsReachTheirHandlerInTheCallersThread()
    {
        std::optional<Error> seen;
        QThread *thread = nullptr;
        async(m_queue.get(), *m_system, [inspect = inspector()] { return inspect.jobs({}, JobOrder::ByStage, {.limit = 0}); })
            .then(this, [](const JobPage &) {})
            .onFailed(this, [&](const Error &error) {
                seen = error;
                thread = QThread::currentThread();
            });
        QTRY_VERIFY(seen);
        QCOMPARE(seen->argument(), u"request.limit"_s);
        QCOMPARE(thread, QThread::currentThread());
    }

    void anyOtherExceptionTravelsAsItIs()
    {
        QFuture<void> future = async(m_queue.get(), [] { throw std::out_of_range("far"); });
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, future.waitForFinished());
        QFuture<void> odd = async(m_queue.get(), [] { throw 42; });
        QVERIFY_THROWS_EXCEPTION(int, odd.waitForFinished());
    }

    void aFailedConnectionIsAnError()
    {
        ConnectionSettings nowhere;
        nowhere.setKeyword(u"host"_s, u"/nonexistent"_s);
        const System system{ConnectionPool(nowhere)};
        QFuture<qint64> future = async(m_queue.get(), system, [system] { return Inspector(system).countJobs({}); });
        QCOMPARE(errorOf([&] { (void)future.result(); future.waitForFinished(); }).kind(), Error::Kind::Connection);
    }

    void aCancelledCallThatWaitsNeverRuns()
    {
        QSemaphore gate;
        QFuture<void> first = async(m_queue.get(), [&gate] { gate.acquire(); });
        bool ran = false;
        bool cancelled = false;
        QFuture<void> second = async(m_queue.get(), *m_system, [&ran] { ran = true; });
        second.onCanceled(this, [&cancelled] { cancelled = true; });
        second.cancel();
        gate.release();
        first.waitForFinished();
        second.waitForFinished();
        QTRY_VERIFY(cancelled);
        QVERIFY(second.isCanceled() && !ran);
    }

    void aQueueThatIsEmptiedCancelsItsCalls()
    {
        QSemaphore gate;
        QFuture<void> first = async(m_queue.get(), [&gate] { gate.acquire(); });
        QFuture<int> second = async(m_queue.get(), *m_system, [] { return 1; });
        m_queue->dequeue();
        QTRY_VERIFY(second.isFinished());
        QVERIFY(second.isCanceled());
        gate.release();
        first.waitForFinished();
    }

    void cancellingARunningCallStopsItsStatement()
    {
        std::optional<Error> thrown;
        QFuture<void> future = async(m_queue.get(), *m_system, [this, &thrown] {
            try {
                sleepOnTheServer(60);
            } catch (const Error &error) {
                thrown = error;
                throw;
            }
        });
        QTRY_COMPARE(sleepers(), 1);
        QElapsedTimer clock;
        clock.start();
        future.cancel();
        future.waitForFinished();
        QVERIFY(clock.elapsed() < 30000);
        QVERIFY(future.isCanceled());
        QCOMPARE(thrown->kind(), Error::Kind::Cancelled);
        QCOMPARE(sleepers(), 0);
        // The same connection goes on.
        QCOMPARE(async(m_queue.get(), *m_system, [inspect = inspector()] { return inspect.countJobs({}); }).result(), 0);
    }

    void aCallThatGoesOnAfterItsFirstStatementIsStoppedAgain()
    {
        std::atomic_int stopped = 0;
        QFuture<void> future = async(m_queue.get(), *m_system, [this, &stopped] {
            for (int i = 0; i < 3; ++i) {
                try {
                    sleepOnTheServer(60);
                } catch (const Error &) {
                    ++stopped;
                }
            }
        });
        QTRY_COMPARE(sleepers(), 1);
        future.cancel();
        future.waitForFinished();
        QCOMPARE(stopped.load(), 3);
        QVERIFY(future.isCanceled());
    }

    void aCancelledChangeIsRolledBack()
    {
        QFuture<void> future = async(m_queue.get(), *m_system, [this] {
            m_system->pool().connection().execute(u"INSERT INTO jobq.queues (name) VALUES ('never'); SELECT pg_sleep(60)"_s, u"test/sleep"_s);
        });
        QTRY_COMPARE(sleepers(), 1);
        future.cancel();
        future.waitForFinished();
        QCOMPARE(number(u"SELECT count(*) FROM jobq.queues"_s), 0);
    }

    void manyCallsShareTheThreads()
    {
        m_queue->setMaximumNumberOfThreads(4);
        QList<QFuture<qint64>> futures;
        for (int i = 0; i < 200; ++i)
            futures += async(m_queue.get(), *m_system, [inspect = inspector(), i] { return inspect.countJobs({}) + i; });
        for (int i = 0; i < futures.size(); i += 3)
            futures[i].cancel();
        for (int i = 0; i < futures.size(); ++i) {
            if (i % 3 != 0)
                QCOMPARE(futures[i].result(), i);
            else
                futures[i].waitForFinished();
        }
    }

    void whatTheCallCapturedIsGoneOnceItHasFinished()
    {
        auto held = std::make_shared<int>(1);
        const std::weak_ptr<int> weak = held;
        async(m_queue.get(), [held = std::move(held)] { return *held; }).waitForFinished();
        QTRY_VERIFY(weak.expired());
    }
};

QTEST_GUILESS_MAIN(FuturesTest)
#include "tst_futures.moc"
