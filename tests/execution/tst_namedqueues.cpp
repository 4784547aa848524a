// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "job/error.h"
#include "support/callerdatabase.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Jobs of one named queue run strictly one at a time, and no queue ever falls asleep with jobs in it.
class NamedQueuesTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    JobId add(const QString &queue, int priority = 0) const { return JobEnqueue(*m_system).addJob(u"t"_s, Payload(), {.queueName = queue, .priority = priority}).id; }
    QList<ClaimedJob> claim(int batch = 10) const { return WorkerExecution(*m_system).getJobs(u"w"_s, {.batchSize = batch}); }
    /// Asks again until there is something.
    QList<ClaimedJob> claimSoon(const QString &task = u"t"_s) const
    {
        QList<ClaimedJob> jobs;
        const bool isThere = QTest::qWaitFor([&] {
            jobs = WorkerExecution(*m_system).getJobs(u"w"_s, {.taskIdentifiers = QStringList{task}});
            return !jobs.isEmpty();
        });
        return isThere ? jobs : QList<ClaimedJob>();
    }
    void complete(const QList<ClaimedJob> &jobs) const { QVERIFY(WorkerExecution(*m_system).completeJobs(u"w"_s, jobs, 1us).isComplete()); }
    qint64 number(const QString &sql) const { return TemporaryPostgres::number(m_settings, sql); }

private Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings), nullptr, RetryPolicy{.base = 0ms, .max = 0ms});
    }

    void oneBatchTakesOneJobOfAQueue()
    {
        for (int i = 0; i < 5; ++i)
            add(u"q"_s);
        JobEnqueue(*m_system).addJobs({{u"t"_s, Payload(), {.queueName = u"q"_s}}, {u"t"_s, Payload(), {.queueName = u"r"_s}}, {u"t"_s, Payload(), {}}});
        QCOMPARE(claim().size(), 3);
        QVERIFY(claim().isEmpty());
    }

    void jobsOfAQueueComeInOrder()
    {
        QList<JobId> expected{add(u"q"_s, 5), add(u"q"_s, 5)};
        expected.prepend(add(u"q"_s, 1));
        QList<JobId> ids;
        for (QList<ClaimedJob> jobs = claim(); !jobs.isEmpty(); jobs = claim()) {
            QCOMPARE(jobs.size(), 1);
            ids += jobs.constFirst().id;
            complete(jobs);
        }
        QCOMPARE(ids, expected);
    }

    void aFailedJobLetsTheNextOneRun()
    {
        const System slow(m_system->pool());
        add(u"q"_s);
        const JobId second = add(u"q"_s);
        const ClaimedJob first = claim().constFirst();
        WorkerExecution(slow).failJobs(u"w"_s, {{first, u"x"_s}}, 1us);
        QCOMPARE(claim().constFirst().id, second);
    }

    void enqueuingIntoAHeldQueueDoesNotWaitForItsRunningJob()
    {
        add(u"q"_s);
        const QList<ClaimedJob> running = claim();
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        // An open transaction with a job of the queue holds up neither the finish nor other enqueues.
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(), {.queueName = u"q"_s});
        add(u"q"_s);
        complete(running);
        QCOMPARE(claim().size(), 1);
        QVERIFY(caller.database().commit());
        QVERIFY(claim().isEmpty());
    }

    void aJobCommittedAfterTheFinishStillRuns()
    {
        add(u"q"_s);
        const QList<ClaimedJob> running = claim();
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(), {.queueName = u"q"_s});
        complete(running);
        QVERIFY(claim().isEmpty());
        QVERIFY(caller.database().commit());
        QCOMPARE(claim().size(), 1);
    }

    /// Who rolls back what he did to the next job wakes nobody, and the finish that passed it by has gone.
    void aChangeOfTheNextJobThatIsRolledBackLeavesNoQueueAsleep()
    {
        add(u"q"_s);
        const QList<ClaimedJob> running = claim();
        JobEnqueue(*m_system).addJob(u"t"_s, Payload(1), {.queueName = u"q"_s, .jobKey = u"k"_s});
        QVERIFY(claim().isEmpty()); // and it is put behind the running one
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(2), {.queueName = u"q"_s, .jobKey = u"k"_s});
        complete(running);
        QVERIFY(claim().isEmpty());
        QVERIFY(caller.database().rollback());
        const QList<ClaimedJob> next = claimSoon();
        QCOMPARE(next.size(), 1);
        QCOMPARE(next.constFirst().payload.value().toInt(), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.stalled_queues"_s), 0);
    }

    /// Somebody who sits on the waiting jobs of a queue for long must cost the others next to nothing.
    void ofAStalledQueueOneNoteRemains()
    {
        add(u"q"_s);
        QList<ClaimedJob> running = claim();
        JobEnqueue(*m_system).addJob(u"t"_s, Payload(1), {.queueName = u"q"_s, .jobKey = u"k"_s});
        QVERIFY(claim().isEmpty());
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(2), {.queueName = u"q"_s, .jobKey = u"k"_s});
        for (int i = 0; i < 5; ++i) {
            complete(running);
            add(u"q"_s);
            running = claim();
            QCOMPARE(running.size(), 1);
        }
        QCOMPARE(number(u"SELECT count(*) FROM jobq.stalled_queues"_s), 1);
        complete(running);
        QVERIFY(claim().isEmpty());
        QCOMPARE(number(u"SELECT count(*) FROM jobq.stalled_queues WHERE isfinite(look_at) AND pause > interval '100 milliseconds'"_s), 1);
        QVERIFY(caller.database().rollback());
        QCOMPARE(claimSoon().size(), 1);
    }

    /// More candidates than a claim looks at, none of which can move, must not keep others from being let in.
    void aQueueWhoseFrontAStrangerHoldsIsInNobodysWay()
    {
        JobEnqueue(*m_system).addJob(u"t"_s, Payload(1), {.queueName = u"q"_s, .jobKey = u"k"_s});
        WorkerExecution(*m_system).getJobs(u"w"_s, {.taskIdentifiers = QStringList{u"none"_s}}); // lets it in
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(2), {.queueName = u"q"_s, .jobKey = u"k"_s});
        for (int i = 0; i < 1001; ++i)
            add(u"q"_s);
        JobEnqueue(*m_system).addJob(u"other"_s, Payload(), {.runAt = QDateTime::currentDateTimeUtc().addMSecs(100)});
        QCOMPARE(claimSoon(u"other"_s).size(), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'scheduled'"_s), 1001);
        QVERIFY(caller.database().rollback());
        QCOMPARE(claim().size(), 1);
    }

    /// A transaction with an old snapshot can't see which job is the next one.
    void aFinishWithAnOldSnapshotLeavesNoQueueAsleep()
    {
        add(u"q"_s);
        const ClaimedJob running = claim().constFirst();
        CallerDatabase caller(m_settings);
        QSqlQuery query(caller.database());
        QVERIFY(query.exec(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s));
        QVERIFY(query.exec(u"SELECT 1"_s));
        add(u"q"_s);
        QVERIFY(claim().isEmpty());
        QVERIFY2(query.exec(u"SELECT jobq.finish_jobs('w', ARRAY[%1], ARRAY[%2], ARRAY[1], NULL, NULL, NULL, NULL, NULL, NULL)"_s
                                .arg(running.id).arg(number(u"SELECT claim_token FROM jobq.jobs WHERE state = 'locked'"_s))),
                 qPrintable(query.lastError().text()));
        QVERIFY(query.exec(u"COMMIT"_s));
        QCOMPARE(claim().size(), 1);
    }

    /// The order of a queue is that of its jobs, not that in which somebody first looked at them.
    void aBetterJobGoesBeforeOneThatNobodyHasClaimed()
    {
        const JobId worse = add(u"q"_s, 10);
        QVERIFY(WorkerExecution(*m_system).getJobs(u"w"_s, {.taskIdentifiers = QStringList{u"other"_s}}).isEmpty());
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'ready'"_s), 1);
        const JobId better = add(u"q"_s, -100);
        const JobId best = add(u"q"_s, -200);
        for (const JobId expected : {best, better, worse}) {
            const QList<ClaimedJob> jobs = claim();
            QCOMPARE(jobs.size(), 1);
            QCOMPARE(jobs.constFirst().id, expected);
            complete(jobs);
        }
    }

    // The lost wake-up: enqueues, claims, finishes, returns and callers who change their minds race over few queues; when
    // all is quiet every job has run, and no two of a queue ever ran at once.
    void noQueueFallsAsleepUnderRaces()
    {
        constexpr int Queues = 3;
        constexpr int JobsPerThread = 150;
        std::atomic<int> running[Queues] = {};
        std::atomic<int> overlaps = 0;
        std::atomic<int> completed = 0;
        std::atomic<int> errors = 0;
        const System system = *m_system;
        const auto guarded = [&](const std::function<void()> &work) {
            try {
                work();
            } catch (const Error &error) {
                qCritical("%s", error.what());
                ++errors;
            }
        };
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&, t] {
                guarded([&] {
                    for (int i = 0; i < JobsPerThread; ++i)
                        JobEnqueue(system).addJob(u"t"_s, Payload((t + i) % Queues), {.queueName = u"q%1"_s.arg((t + i) % Queues), .priority = i % 5, .jobKey = u"%1-%2"_s.arg(t).arg(i)});
                });
            });
        }
        QElapsedTimer deadline;
        deadline.start();
        threads.emplace_back([&] {
            guarded([&] {
                CallerDatabase caller(m_settings);
                for (int i = 0; completed < 3 * JobsPerThread && deadline.elapsed() < 60000; ++i) {
                    caller.database().transaction();
                    for (int t = 0; t < 3; ++t)
                        JobEnqueue(system).addJob(caller.database(), u"t"_s, Payload(), {.jobKey = u"%1-%2"_s.arg(t).arg(i % JobsPerThread)});
                    caller.database().rollback();
                }
            });
        });
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                guarded([&] {
                    const WorkerExecution exec(system);
                    const QString id = u"w%1"_s.arg(t);
                    int round = 0;
                    while (completed < 3 * JobsPerThread && deadline.elapsed() < 60000) {
                        for (const ClaimedJob &job : exec.getJobs(id, {.batchSize = 1 + t})) {
                            std::atomic<int> &queue = running[job.payload.value().toInt()];
                            if (++queue != 1)
                                ++overlaps;
                            --queue;
                            if (++round % 7 == 0)
                                exec.returnJobs(id, {job});
                            else if (round % 5 == 0)
                                exec.failJobs(id, {{job, u"again"_s}}, 1us);
                            else
                                completed += int(exec.completeJobs(id, {job}, 1us).count(FinishReport::Result::Completed));
                        }
                    }
                });
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(errors.load(), 0);
        QCOMPARE(overlaps.load(), 0);
        QCOMPARE(completed.load(), 3 * JobsPerThread);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 0);
        QCOMPARE(number(u"SELECT jobq.mend_queues()"_s), 0);
    }

    // The history itself proves that no two executions of a queue overlapped.
    void historyShowsNoOverlap()
    {
        QList<JobSpec> specs;
        for (int i = 0; i < 300; ++i)
            specs += JobSpec{u"t"_s, Payload(), {.queueName = u"q%1"_s.arg(i % 10)}};
        JobEnqueue(*m_system).addJobs(specs);
        const System system = *m_system;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                const WorkerExecution exec(system);
                const QString id = u"w%1"_s.arg(t);
                for (QList<ClaimedJob> jobs = exec.getJobs(id, {.batchSize = 4}); !jobs.isEmpty(); jobs = exec.getJobs(id, {.batchSize = 4}))
                    exec.completeJobs(id, jobs, 1us);
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (QList<ClaimedJob> jobs = claim(); !jobs.isEmpty(); jobs = claim())
            complete(jobs);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 300);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history a JOIN jobq.history b ON a.queue_name = b.queue_name AND a.job_id < b.job_id "
                         "AND (a.started_at, a.finished_at) OVERLAPS (b.started_at, b.finished_at) AND a.started_at < b.finished_at AND b.started_at < a.finished_at"_s),
                 0);
    }
};

QTEST_GUILESS_MAIN(NamedQueuesTest)
#include "tst_namedqueues.moc"
