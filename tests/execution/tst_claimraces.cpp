// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QtTest>

#include <atomic>
#include <mutex>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Many connections claim at once. Each race is repeated until it would have shown.
class ClaimRacesTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    static void inThreads(int count, const std::function<void(int)> &work)
    {
        std::vector<std::thread> threads;
        for (int i = 0; i < count; ++i)
            threads.emplace_back([&work, i] { work(i); });
        for (std::thread &thread : threads)
            thread.join();
    }

    void fill(int jobs, int tasks) const
    {
        QList<JobSpec> specs;
        for (int i = 0; i < jobs; ++i)
            specs += JobSpec{u"task-%1"_s.arg(i % tasks), Payload(i), {}};
        JobEnqueue(*m_system).addJobs(specs);
    }

private Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }

    void twoHundredClaimsOnEightConnectionsGiveEachJobOnce_data()
    {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("tasks");
        QTest::newRow("one by one") << 1 << 1;
        QTest::newRow("batches") << 7 << 1;
        QTest::newRow("batches of many tasks") << 7 << 23;
        QTest::newRow("large batches") << 64 << 1;
        QTest::newRow("large batches of many tasks") << 64 << 23;
    }
    void twoHundredClaimsOnEightConnectionsGiveEachJobOnce()
    {
        QFETCH(int, batch);
        QFETCH(int, tasks);
        for (int round = 0; round < 5; ++round) {
            fill(200 * batch, tasks);
            std::mutex mutex;
            QHash<JobId, int> claimed;
            inThreads(8, [&](int thread) {
                const WorkerExecution exec(*m_system);
                for (int i = 0; i < 25; ++i) {
                    for (const ClaimedJob &job : exec.getJobs(u"w%1"_s.arg(thread), {.batchSize = batch})) {
                        const std::lock_guard lock(mutex);
                        ++claimed[job.id];
                    }
                }
            });
            QCOMPARE(claimed.size(), 200 * batch);
            QVERIFY(std::all_of(claimed.cbegin(), claimed.cend(), [](int times) { return times == 1; }));
            TemporaryPostgres::execute(m_settings, u"TRUNCATE jobq.jobs"_s);
        }
    }

    void aRaceForTheLastJobsNeverComesBackShort()
    {
        // As many jobs as claims: a claim that gives up on rows that others hold would leave some behind.
        for (int round = 0; round < 20; ++round) {
            fill(16, 3);
            std::atomic<int> got = 0;
            inThreads(8, [&](int thread) {
                for (int i = 0; i < 2; ++i)
                    got += int(WorkerExecution(*m_system).getJobs(u"w%1"_s.arg(thread)).size());
            });
            QCOMPARE(got.load(), 16);
            TemporaryPostgres::execute(m_settings, u"TRUNCATE jobq.jobs"_s);
        }
    }

    void racingFinishersOfTheSameJobLeaveOneRecord()
    {
        for (int round = 0; round < 30; ++round) {
            JobEnqueue(*m_system).addJob(u"t"_s, Payload());
            const QList<ClaimedJob> jobs = WorkerExecution(*m_system).getJobs(u"w"_s);
            QCOMPARE(jobs.size(), 1);
            std::atomic<int> finished = 0;
            inThreads(4, [&](int) { finished += int(WorkerExecution(*m_system).completeJobs(u"w"_s, jobs, 1us).count(FinishReport::Result::Completed)); });
            QCOMPARE(finished.load(), 1);
        }
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.history"_s), 30);
    }

    void aRateLimitOfAHundredStartsExactlyAHundred()
    {
        TemporaryPostgres::execute(m_settings, u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens) VALUES ('api', 100, '1 minute', 100)"_s);
        QList<JobSpec> specs;
        for (int i = 0; i < 400; ++i)
            specs += JobSpec{u"task-%1"_s.arg(i % 5), Payload(), {.rateLimitKey = u"api"_s}};
        JobEnqueue(*m_system).addJobs(specs);
        std::atomic<int> started = 0;
        inThreads(16, [&](int thread) {
            for (int i = 0; i < 10; ++i)
                started += int(WorkerExecution(*m_system).getJobs(u"w%1"_s.arg(thread), {.batchSize = 1 + thread % 7}).size());
        });
        QCOMPARE(started.load(), 100);
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT tokens FROM jobq.rate_limits"_s), 0);
        // A window that has ended is refilled by the claim itself, once.
        TemporaryPostgres::execute(m_settings, u"UPDATE jobq.rate_limits SET window_started_at = window_started_at - interval '61 seconds'"_s);
        inThreads(16, [&](int thread) { started += int(WorkerExecution(*m_system).getJobs(u"w%1"_s.arg(thread), {.batchSize = 50}).size()); });
        QCOMPARE(started.load(), 200);
    }
};

QTEST_GUILESS_MAIN(ClaimRacesTest)
#include "tst_claimraces.moc"
