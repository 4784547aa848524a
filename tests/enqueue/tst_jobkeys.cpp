// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class JobKeysTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    Job add(int n, const JobOptions &options) const { return JobEnqueue(*m_system).addJob(u"t"_s, {{"n"_L1, n}}, options); }
    qint64 count() const { return TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs"_s); }
    static int payloadOf(const Job &job) { return job.payload.object().value("n"_L1).toInt(); }

private Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }

    void replaceTakesAllNewValues()
    {
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(1);
        const Job first = add(1, {.queueName = u"old"_s, .jobKey = u"k"_s});
        const Job second = add(2, {.runAt = later, .priority = 5, .maxAttempts = 3, .jobKey = u"k"_s, .flags = {u"f"_s}});
        QCOMPARE(second.id, first.id);
        QCOMPARE(payloadOf(second), 2);
        QCOMPARE(second.runAt, later);
        QCOMPARE(second.priority, 5);
        QCOMPARE(second.maxAttempts, 3);
        QCOMPARE(second.flags, QStringList{u"f"_s});
        QVERIFY(!second.queueName);
        QCOMPARE(second.revision, first.revision + 1);
        QCOMPARE(count(), 1);
    }

    void preserveRunAtKeepsIt()
    {
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(1);
        add(1, {.runAt = later, .jobKey = u"k"_s});
        const Job second = add(2, {.jobKey = u"k"_s, .jobKeyMode = JobKeyMode::PreserveRunAt});
        QCOMPARE(second.runAt, later);
        QCOMPARE(payloadOf(second), 2);
    }

    void unsafeDedupeChangesNothingInAnyState()
    {
        const JobOptions dedupe{.jobKey = u"k"_s, .jobKeyMode = JobKeyMode::UnsafeDedupe};
        const Job first = add(1, dedupe);
        QCOMPARE(add(2, dedupe).id, first.id);
        const ClaimedJob claimed = WorkerExecution(*m_system).getJobs(u"w"_s).constFirst();
        const Job whileLocked = add(3, dedupe);
        QCOMPARE(whileLocked.id, first.id);
        QCOMPARE(whileLocked.status, JobStatus::Locked);
        WorkerExecution(*m_system).finishJobs(u"w"_s, {{.job = claimed, .kind = Outcome::Kind::Failed, .errorMessage = u"x"_s, .permanent = true}});
        const Job exhausted = add(4, dedupe);
        QCOMPARE(exhausted.status, JobStatus::Exhausted);
        QCOMPARE(payloadOf(exhausted), 1);
        QCOMPARE(count(), 1);
    }

    void aRunningJobIsNeverReplacedAndItsKeyMoves()
    {
        add(1, {.jobKey = u"k"_s});
        const ClaimedJob running = WorkerExecution(*m_system).getJobs(u"w"_s).constFirst();
        const Job next = add(2, {.jobKey = u"k"_s});
        QVERIFY(next.id != running.id);
        QCOMPARE(next.jobKey, u"k"_s);
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT count(*) FROM jobq.jobs WHERE job_key = 'k'"_s), 1);
        QVERIFY(WorkerExecution(*m_system).completeJobs(u"w"_s, {running}, 1ms).isComplete());
        QCOMPARE(count(), 1);
    }

    void replacingAnExhaustedJobMakesItAvailable()
    {
        add(1, {.maxAttempts = 1, .jobKey = u"k"_s});
        WorkerExecution exec(*m_system);
        exec.failJobs(u"w"_s, {{exec.getJobs(u"w"_s).constFirst(), u"boom"_s}}, 1ms);
        const Job again = add(2, {.jobKey = u"k"_s});
        QCOMPARE(again.status, JobStatus::Available);
        QCOMPARE(again.attempts, 0);
        QVERIFY(!again.lastError);
        QCOMPARE(exec.getJobs(u"w"_s).size(), 1);
    }

    void replacingTheHeadOfAQueueWakesTheNext()
    {
        add(1, {.queueName = u"q"_s, .jobKey = u"k"_s});
        QCOMPARE(WorkerExecution(*m_system).getJobs(u"w"_s).size(), 1); // makes it run, and then the others wait
        add(2, {.queueName = u"q"_s});
        add(3, {.queueName = u"q"_s, .jobKey = u"moves"_s});
        WorkerExecution exec(*m_system);
        QVERIFY(exec.getJobs(u"w"_s).isEmpty());
        add(4, {.queueName = u"elsewhere"_s, .jobKey = u"moves"_s});
        QCOMPARE(exec.getJobs(u"w"_s, {.batchSize = 5}).size(), 1);
    }

    void theSameKeyTwiceInOneCallIsAnError()
    {
        const JobSpec spec{u"t"_s, Payload(), {.jobKey = u"k"_s}};
        const Error error = errorOf([&] { JobEnqueue(*m_system).addJobs({spec, {u"t"_s, Payload(), {}}, spec}); });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), u"specs[2].jobKey"_s);
        QCOMPARE(count(), 0);
    }

    void keyedAndPlainJobsMayMixAndKeepTheirOrder()
    {
        QList<JobSpec> specs;
        for (int i = 0; i < 30; ++i)
            specs += JobSpec{u"t"_s, {{"n"_L1, i}}, {.jobKey = i % 2 ? std::optional<QString>(u"k%1"_s.arg(100 - i)) : std::nullopt}};
        const QList<Job> jobs = JobEnqueue(*m_system).addJobs(specs);
        QCOMPARE(jobs.size(), 30);
        for (int i = 0; i < 30; ++i)
            QCOMPARE(payloadOf(jobs.at(i)), i);
    }

    // Many programs add the same keys at once, in opposite orders, while workers claim and finish them.
    void jobsOfOneCallRunInItsOrder()
    {
        const auto spec = [](const QString &key) { return JobSpec{u"t"_s, {}, {.jobKey = key}}; };
        const QList<Job> jobs = JobEnqueue(*m_system).addJobs({spec(u"z"_s), spec(u"a"_s), {u"t"_s, {}, {}}, spec(u"m"_s)});
        for (qsizetype i = 1; i < jobs.size(); ++i)
            QVERIFY(jobs.at(i - 1).id < jobs.at(i).id);
    }

    /// It is a change like any other: who looked at the job before must see that it is not the same.
    void losingTheKeyRaisesTheRevision()
    {
        const Job first = add(1, {.jobKey = u"k"_s});
        WorkerExecution(*m_system).getJobs(u"w"_s);
        add(2, {.jobKey = u"k"_s});
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT revision FROM jobq.jobs WHERE id = %1"_s.arg(first.id)), first.revision + 2);
    }

    /// A job that deduplication found is not locked, and may be finished, and gone, before the call that found it ends.
    void dedupeGivesAJobThatIsFinishedMeanwhile()
    {
        const auto dedupe = [](const QString &key) { return JobSpec{u"t"_s, {}, {.jobKey = key, .jobKeyMode = JobKeyMode::UnsafeDedupe}}; };
        std::atomic<bool> done = false;
        std::thread worker([&] {
            const WorkerExecution execution(*m_system);
            while (!done)
                execution.completeJobs(u"w"_s, execution.getJobs(u"w"_s, {.batchSize = 3}), 1us);
        });
        const auto stop = qScopeGuard([&] {
            done = true;
            worker.join();
        });
        for (int round = 0; round < 1000; ++round) {
            const QList<Job> jobs = JobEnqueue(*m_system).addJobs({dedupe(u"a"_s), dedupe(u"b"_s), dedupe(u"c"_s)});
            QCOMPARE(jobs.size(), 3);
            QCOMPARE(jobs.at(0).jobKey, u"a"_s);
            QCOMPARE(jobs.at(2).jobKey, u"c"_s);
        }
    }

    void racingAddsNeverFailAndNeverLeaveTwo()
    {
        std::atomic<bool> stop = false;
        std::atomic<int> errors = 0;
        const System system = *m_system;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                try {
                    for (int round = 0; round < 60; ++round) {
                        QList<JobSpec> specs;
                        for (int k = 0; k < 5; ++k)
                            specs += JobSpec{u"t"_s, {{"n"_L1, round}}, {.jobKey = u"key-%1"_s.arg(t % 2 ? k : 4 - k), .jobKeyMode = JobKeyMode(round % 3)}};
                        JobEnqueue(system).addJobs(specs);
                        JobEnqueue(system).addJob(u"t"_s, Payload(), {.jobKey = u"key-%1"_s.arg(round % 5)});
                    }
                } catch (const Error &error) {
                    qCritical("%s", error.what());
                    ++errors;
                }
            });
        }
        std::thread worker([&] {
            WorkerExecution exec(system);
            const QString id = u"w"_s;
            while (!stop) {
                const QList<ClaimedJob> jobs = exec.getJobs(id, {.batchSize = 3});
                for (const ClaimedJob &job : jobs)
                    exec.failJobs(id, {{job, u"again"_s}}, 1ms);
            }
        });
        for (std::thread &thread : threads)
            thread.join();
        stop = true;
        worker.join();
        QCOMPARE(errors.load(), 0);
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT count(*) - count(DISTINCT job_key) FROM jobq.jobs WHERE job_key IS NOT NULL"_s), 0);
        QCOMPARE(TemporaryPostgres::number(m_settings, u"SELECT count(DISTINCT job_key) FROM jobq.jobs"_s), 5);
    }
};

QTEST_GUILESS_MAIN(JobKeysTest)
#include "tst_jobkeys.moc"
