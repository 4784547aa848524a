// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "execution/workerexecution.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QtTest>

#include <stdexcept>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class WorkerExecutionTest : public TestCase
{
    Q_OBJECT
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
    std::optional<System> m_system;

    Job add(const JobOptions &options = {}, const QString &task = u"t"_s) const { return JobEnqueue(*m_system).addJob(task, {{"n"_L1, 1}}, options); }
    QList<ClaimedJob> claim(int batch = 1, const QString &worker = u"w"_s) const { return WorkerExecution(*m_system).getJobs(worker, {.batchSize = batch}); }
    QVariant scalar(const QString &sql) const { return TemporaryPostgres::scalar(m_settings, sql); }
    qint64 number(const QString &sql) const { return TemporaryPostgres::number(m_settings, sql); }
    void makeDue() const { TemporaryPostgres::execute(m_settings, u"UPDATE jobq.jobs SET run_at = now() - interval '1 second'"_s); }

private Q_SLOTS:
    void init()
    {
        TestCase::init();
        m_settings = m_postgres.createDatabase();
        m_system.emplace(ConnectionPool(m_settings));
    }

    void anEmptyQueueGivesNothing() { QVERIFY(claim(10).isEmpty()); }

    void claimLocksAndReturnsTheWholeJob()
    {
        const Job added = add({.queueName = u"q"_s, .priority = 4, .maxAttempts = 3, .jobKey = u"k"_s, .flags = {u"f"_s}});
        const ClaimedJob job = claim().constFirst();
        QCOMPARE(job.id, added.id);
        QCOMPARE(job.payload, added.payload);
        QCOMPARE(job.queueName, u"q"_s);
        QCOMPARE(job.priority, 4);
        QCOMPARE(job.attempts, 1);
        QCOMPARE(job.maxAttempts, 3);
        QCOMPARE(job.jobKey, u"k"_s);
        QCOMPARE(job.flags, QStringList{u"f"_s});
        QCOMPARE(job.status, JobStatus::Locked);
        QCOMPARE(job.lockedBy, u"w"_s);
        QVERIFY(job.lockedAt.isValid());
        QVERIFY(!job.correlationId.isNull());
        QCOMPARE(scalar(u"SELECT status FROM jobq.job_history"_s).toString(), u"started"_s);
        QCOMPARE(QUuid(scalar(u"SELECT jobq.correlation_id(claim_token, job_id) FROM jobq.job_history"_s).toString()), job.correlationId);
        QVERIFY(claim().isEmpty());
    }

    void claimsComeInOrderOfPriorityRunAtAndId()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const JobId late = add({.runAt = now.addSecs(-10)}).id;
        const JobId early = add({.runAt = now.addSecs(-20)}, u"other"_s).id;
        const JobId sameEarly = add({.runAt = now.addSecs(-20)}).id;
        const JobId urgent = add({.priority = -1}, u"third"_s).id;
        QList<JobId> ids;
        for (const ClaimedJob &job : claim(10))
            ids += job.id;
        QCOMPARE(ids, QList<JobId>({urgent, early, sameEarly, late}));
    }

    void claimsOneByOneKeepTheSameOrder()
    {
        const QDateTime past = QDateTime::currentDateTimeUtc().addSecs(-100);
        QList<JobId> expected;
        for (int i = 0; i < 12; ++i)
            expected += add({.runAt = past.addSecs(i / 4), .priority = 0}, u"task-%1"_s.arg(i % 3)).id;
        QList<JobId> ids;
        for (QList<ClaimedJob> jobs = claim(); !jobs.isEmpty(); jobs = claim())
            ids += jobs.constFirst().id;
        QCOMPARE(ids, expected);
    }

    void manyLanesKeepTheOrderToo()
    {
        QList<JobSpec> specs;
        const QDateTime past = QDateTime::currentDateTimeUtc().addSecs(-1000);
        for (int i = 0; i < 400; ++i)
            specs += JobSpec{i % 10 ? u"busy"_s : u"task-%1"_s.arg(i), Payload(), {.runAt = past.addMSecs((i * 7919) % 400)}};
        JobEnqueue(*m_system).addJobs(specs);
        QList<QDateTime> runAts;
        for (QList<ClaimedJob> jobs = claim(64); !jobs.isEmpty(); jobs = claim(64)) {
            for (const ClaimedJob &job : jobs)
                runAts += job.runAt;
        }
        QCOMPARE(runAts.size(), 400);
        QVERIFY(std::is_sorted(runAts.cbegin(), runAts.cend()));
    }

    void futureJobsWaitUntilTheyAreDue()
    {
        add({.runAt = QDateTime::currentDateTimeUtc().addDays(1)});
        QVERIFY(claim().isEmpty());
        makeDue();
        QCOMPARE(claim().size(), 1);
    }

    void onlyTheTasksAskedForAreClaimed()
    {
        add({}, u"a"_s);
        add({}, u"b"_s);
        add({}, u"c"_s);
        WorkerExecution exec(*m_system);
        QVERIFY(exec.getJobs(u"w"_s, {.taskIdentifiers = QStringList(), .batchSize = 9}).isEmpty());
        QCOMPARE(exec.getJobs(u"w"_s, {.taskIdentifiers = QStringList{u"b"_s, u"c"_s, u"unknown"_s}, .batchSize = 9}).size(), 2);
        QCOMPARE(exec.getJobs(u"w"_s, {.batchSize = 9}).size(), 1);
    }

    void jobsThatCarryAForbiddenFlagAreSkipped()
    {
        add({.flags = {u"gpu"_s, u"slow"_s}});
        add({.flags = {u"slow"_s}});
        const JobId plain = add().id;
        WorkerExecution exec(*m_system);
        const QList<ClaimedJob> jobs = exec.getJobs(u"w"_s, {.forbiddenFlags = {u"slow"_s, u"x"_s}, .batchSize = 9});
        QCOMPARE(jobs.size(), 1);
        QCOMPARE(jobs.constFirst().id, plain);
        QCOMPARE(exec.getJobs(u"w"_s, {.forbiddenFlags = {u"gpu"_s}, .batchSize = 9}).size(), 1);
    }

    void completingRemovesTheJobAndRecordsIt()
    {
        add({.queueName = u"q"_s});
        const ClaimedJob job = claim().constFirst();
        const FinishReport report = WorkerExecution(*m_system).completeJobs(u"w"_s, {job}, 1234us);
        QCOMPARE(report.results, QList{FinishReport::Result::Completed});
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 0);
        QCOMPARE(scalar(u"SELECT concat(status, attempt, execution_time_us, worker_id, queue_name, expires_at - finished_at) FROM jobq.history"_s).toString(),
                 u"completed11234wq30 days"_s);
        QCOMPARE(QUuid(scalar(u"SELECT jobq.correlation_id(claim_token, job_id) FROM jobq.history"_s).toString()), job.correlationId);
    }

    void completedJobsMayRecordResults()
    {
        add();
        Outcome outcome{.job = claim().constFirst()};
        outcome.partialResults.results = Payload::fromText(uR"({"sha": 12345678901234567890})"_s);
        QVERIFY(WorkerExecution(*m_system).finishJobs(u"w"_s, {outcome}).isComplete());
        QCOMPARE(scalar(u"SELECT partial_results->'results'->>'sha' FROM jobq.history WHERE status = 'completed'"_s).toString(), u"12345678901234567890"_s);
    }

    void historyIsKeptAsLongAsTheClaimSays()
    {
        add();
        WorkerExecution exec(*m_system);
        exec.completeJobs(u"w"_s, exec.getJobs(u"w"_s, {.historyRetention = u"2 hours 5 minutes"_s}), 0us);
        QCOMPARE(scalar(u"SELECT expires_at - finished_at FROM jobq.history"_s).toString(), u"02:05:00"_s);
    }

    void failingRecordsTheErrorAndSchedulesTheRetry()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        const FinishReport report = WorkerExecution(*m_system).failJobs(u"w"_s, {{job, u"no route"_s, u"stack"_s}}, 5ms);
        QCOMPARE(report.results, QList{FinishReport::Result::RetryScheduled});
        QCOMPARE(scalar(u"SELECT concat(state, attempts, last_error, locked_by IS NULL) FROM jobq.jobs"_s).toString(), u"scheduled1no routet"_s);
        // base 1 s × 2^1, plus up to a tenth
        const double delay = scalar(u"SELECT date_part('epoch', run_at - updated_at) FROM jobq.jobs"_s).toDouble();
        QVERIFY2(delay >= 2.0 && delay <= 2.2, qPrintable(QString::number(delay)));
        QCOMPARE(scalar(u"SELECT concat(status, error_message, error_detail) FROM jobq.history"_s).toString(), u"failedno routestack"_s);
    }

    void theRetryPolicyOfTheSystemCounts()
    {
        const System patient(m_system->pool(), {}, {.base = 1min, .multiplier = 3, .max = 2min, .jitter = 0});
        add();
        const ClaimedJob job = claim().constFirst();
        WorkerExecution(patient).failJobs(u"w"_s, {{job, u"x"_s}}, 1ms);
        QCOMPARE(scalar(u"SELECT date_part('epoch', run_at - updated_at) FROM jobq.jobs"_s).toDouble(), 120.0);
    }

    void exceptionsAreDescribedWithWhatTheyNest()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        try {
            try {
                throw std::invalid_argument("inner");
            } catch (...) {
                std::throw_with_nested(std::runtime_error("outer"));
            }
        } catch (const std::exception &exception) {
            const FailedJob failed(job, exception);
            QCOMPARE(failed.message, u"outer"_s);
            QVERIFY2(failed.detail.contains(u"std::invalid_argument: inner"_s), qPrintable(failed.detail));
        }
    }

    void atMaxAttemptsAJobIsExhaustedAndStaysVisible()
    {
        add({.maxAttempts = 2});
        WorkerExecution exec(*m_system);
        QCOMPARE(exec.failJobs(u"w"_s, {{claim().constFirst(), u"one"_s}}, 1ms).results.constFirst(), FinishReport::Result::RetryScheduled);
        makeDue();
        QCOMPARE(exec.failJobs(u"w"_s, {{claim().constFirst(), u"two"_s}}, 1ms).results.constFirst(), FinishReport::Result::Exhausted);
        makeDue();
        QVERIFY(claim().isEmpty());
        QCOMPARE(scalar(u"SELECT concat(state, last_error) FROM jobq.jobs"_s).toString(), u"exhaustedtwo"_s);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'failed'"_s), 2);
    }

    void aPermanentFailureExhaustsAtOnce()
    {
        add();
        FailedJob failed(claim().constFirst(), u"never"_s);
        failed.permanent = true;
        QCOMPARE(WorkerExecution(*m_system).failJobs(u"w"_s, {failed}, 1ms).results.constFirst(), FinishReport::Result::Exhausted);
    }

    void partialResultsReachTheNextExecution()
    {
        add({.maxAttempts = 2});
        const PartialResults partial{{u"fetch"_s, u"parse"_s}, {u"store"_s}, u"store"_s, Payload::fromText(uR"({"n": 12345678901234567890})"_s)};
        WorkerExecution exec(*m_system);
        QCOMPARE(exec.reportPartialSuccess(u"w"_s, claim().constFirst(), partial, 1ms).results.constFirst(), FinishReport::Result::RetryScheduled);
        makeDue();
        const ClaimedJob again = claim().constFirst();
        QVERIFY(again.lastPartialResults);
        QCOMPARE(again.lastPartialResults->completedSteps, partial.completedSteps);
        QCOMPARE(again.lastPartialResults->retryFromStep, u"store"_s);
        QCOMPARE(again.lastPartialResults->results.text(), uR"({"n": 12345678901234567890})"_s);
        QCOMPARE(exec.reportPartialSuccess(u"w"_s, again, partial, 1ms).results.constFirst(), FinishReport::Result::Exhausted);
        QVERIFY(scalar(u"SELECT last_error FROM jobq.jobs"_s).toString().contains(u"store"_s));
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'partial_success' AND partial_results->>'retryFromStep' = 'store'"_s), 2);
    }

    void aLostLockIsNeverFinished()
    {
        add();
        const ClaimedJob lost = claim().constFirst();
        TemporaryPostgres::execute(m_settings, u"SELECT jobq.release_jobs(ARRAY(SELECT id FROM jobq.jobs), 'reset', false)"_s);
        const ClaimedJob second = claim(1, u"other"_s).constFirst();
        WorkerExecution exec(*m_system);
        QCOMPARE(exec.completeJobs(u"w"_s, {lost}, 1ms).results.constFirst(), FinishReport::Result::Lost);
        QCOMPARE(exec.failJobs(u"w"_s, {{lost, u"x"_s}}, 1ms).results.constFirst(), FinishReport::Result::Lost);
        QCOMPARE(exec.reportPartialSuccess(u"w"_s, lost, {}, 1ms).results.constFirst(), FinishReport::Result::Lost);
        QCOMPARE(exec.returnJobs(u"w"_s, {lost}), 0);
        QCOMPARE(scalar(u"SELECT locked_by FROM jobq.jobs"_s).toString(), u"other"_s);
        // not even by the same worker, under the token of an older claim
        QCOMPARE(exec.completeJobs(u"other"_s, {lost}, 1ms).results.constFirst(), FinishReport::Result::Lost);
        QVERIFY(exec.completeJobs(u"other"_s, {second}, 1ms).isComplete());
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'completed'"_s), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'abandoned'"_s), 1);
    }

    void finishingTwiceIsHarmless()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        WorkerExecution exec(*m_system);
        QVERIFY(exec.completeJobs(u"w"_s, {job}, 1ms).isComplete());
        QCOMPARE(exec.completeJobs(u"w"_s, {job}, 1ms).count(FinishReport::Result::Lost), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 1);
    }

    void mixedOutcomesFinishTogetherAndReportInOrder()
    {
        for (int i = 0; i < 4; ++i)
            add({.queueName = i % 2 ? std::optional<QString>(u"q%1"_s.arg(i)) : std::nullopt});
        const QList<ClaimedJob> jobs = claim(4);
        QCOMPARE(jobs.size(), 4);
        ClaimedJob lost = jobs.at(2);
        lost.correlationId = QUuid::createUuid();
        const auto outcome = [](const ClaimedJob &job, Outcome::Kind kind) {
            return Outcome{.job = job, .kind = kind, .errorMessage = u"e"_s};
        };
        const FinishReport report = WorkerExecution(*m_system).finishJobs(
            u"w"_s, {outcome(jobs.at(3), Outcome::Kind::Failed), outcome(lost, Outcome::Kind::Completed), outcome(jobs.at(0), Outcome::Kind::Completed),
                     outcome(jobs.at(1), Outcome::Kind::PartialSuccess)});
        using R = FinishReport::Result;
        QCOMPARE(report.results, QList({R::RetryScheduled, R::Lost, R::Completed, R::RetryScheduled}));
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 3);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'locked'"_s), 1);
    }

    void returnedJobsAreUnspent()
    {
        add({.queueName = u"q"_s});
        add();
        const QList<ClaimedJob> jobs = claim(2);
        QCOMPARE(WorkerExecution(*m_system).returnJobs(u"w"_s, jobs), 2);
        QCOMPARE(number(u"SELECT sum(attempts) FROM jobq.jobs"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 0);
        QCOMPARE(claim(2).size(), 2);
    }

    // The statement dies with its backend: neither the job nor the history changes.
    void aKilledBackendLeavesNoHalf()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        TemporaryPostgres::execute(m_settings, u"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                                "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(0.01); RETURN OLD; END $$;"
                                                "CREATE TRIGGER die BEFORE DELETE ON jobq.jobs FOR EACH ROW EXECUTE FUNCTION die()"_s);
        WorkerExecution exec(*m_system);
        const Error error = errorOf([&] { exec.completeJobs(u"w"_s, {job}, 1ms); });
        QVERIFY(error.kind() == Error::Kind::Connection || error.kind() == Error::Kind::OutcomeUnknown);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'locked'"_s), 1);
        TemporaryPostgres::execute(m_settings, u"DROP FUNCTION die() CASCADE"_s);
        QVERIFY(exec.completeJobs(u"w"_s, {job}, 1ms).isComplete());
    }

    void badInputIsNamed_data()
    {
        QTest::addColumn<QString>("worker");
        QTest::addColumn<ClaimOptions>("options");
        QTest::addColumn<QString>("argument");
        QTest::newRow("empty worker") << QString() << ClaimOptions{} << u"workerId"_s;
        QTest::newRow("long worker") << QString(256, u'w') << ClaimOptions{} << u"workerId"_s;
        QTest::newRow("NUL in worker") << u"a\0b"_s << ClaimOptions{} << u"workerId"_s;
        QTest::newRow("negative batch") << u"w"_s << ClaimOptions{.batchSize = -1} << u"batchSize"_s;
        QTest::newRow("zero batch") << u"w"_s << ClaimOptions{.batchSize = 0} << u"batchSize"_s;
        QTest::newRow("huge batch") << u"w"_s << ClaimOptions{.batchSize = 100000} << u"batchSize"_s;
        QTest::newRow("empty task") << u"w"_s << ClaimOptions{.taskIdentifiers = QStringList{QString()}} << u"taskIdentifiers"_s;
        QTest::newRow("empty flag") << u"w"_s << ClaimOptions{.forbiddenFlags = {u""_s}} << u"forbiddenFlags"_s;
        QTest::newRow("no interval") << u"w"_s << ClaimOptions{.historyRetention = u"soon"_s} << u"historyRetention"_s;
        QTest::newRow("empty interval") << u"w"_s << ClaimOptions{.historyRetention = u""_s} << u"historyRetention"_s;
        QTest::newRow("negative interval") << u"w"_s << ClaimOptions{.historyRetention = u"-1 day"_s} << u"historyRetention"_s;
        QTest::newRow("endless interval") << u"w"_s << ClaimOptions{.historyRetention = u"100000 years"_s} << u"historyRetention"_s;
    }
    void badInputIsNamed()
    {
        QFETCH(QString, worker);
        QFETCH(ClaimOptions, options);
        QFETCH(QString, argument);
        add();
        const Error error = errorOf([&] { WorkerExecution(*m_system).getJobs(worker, options); });
        QCOMPARE(error.kind(), Error::Kind::Usage);
        QCOMPARE(error.argument(), argument);
        QCOMPARE(claim().size(), 1);
    }

    void badOutcomesAreNamedAndChangeNothing()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        WorkerExecution exec(*m_system);
        QCOMPARE(errorOf([&] { exec.completeJobs(u"w"_s, {job}, -1us); }).argument(), u"executionTime"_s);
        QCOMPARE(errorOf([&] { exec.completeJobs(QString(), {job}, 1us); }).argument(), u"workerId"_s);
        const PartialResults broken{{}, {}, {}, Payload::fromText(u"{"_s)};
        QCOMPARE(errorOf([&] { exec.reportPartialSuccess(u"w"_s, job, broken, 1us); }).kind(), Error::Kind::Validation);
        QVERIFY(exec.failJobs(u"w"_s, {{job, u"NUL\0inside"_s}}, 1us).isComplete());
        QCOMPARE(scalar(u"SELECT last_error FROM jobq.jobs"_s).toString(), u"NUL\uFFFDinside"_s);
    }
};

QTEST_GUILESS_MAIN(WorkerExecutionTest)
#include "tst_workerexecution.moc"
