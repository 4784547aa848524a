// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "executiontestcase.h"
#include "support/callerdatabase.h"

#include <QSqlQuery>

#include <stdexcept>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What becomes of an execution: the job, its history, and the guard of the finish.
class FinishTest : public ExecutionTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void completingRemovesTheJobAndRecordsIt()
    {
        add({.queueName = u"q"_s});
        const ClaimedJob job = claim().constFirst();
        const FinishReport report = execution().completeJobs(u"w"_s, {job}, 1234us);
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
        QVERIFY(execution().finishJobs(u"w"_s, {outcome}).isComplete());
        QCOMPARE(scalar(u"SELECT partial_results->'results'->>'sha' FROM jobq.history WHERE status = 'completed'"_s).toString(), u"12345678901234567890"_s);
    }

    void historyIsKeptAsLongAsTheClaimSays()
    {
        add();
        const WorkerExecution exec = execution();
        exec.completeJobs(u"w"_s, exec.getJobs(u"w"_s, {.historyRetention = u"2 hours 5 minutes"_s}), 0us);
        QCOMPARE(scalar(u"SELECT expires_at - finished_at FROM jobq.history"_s).toString(), u"02:05:00"_s);
    }

    /// Two months are 60 days for PostgreSQL when it compares them, but not when it adds them to a date.
    void ofOneJobNoRecordExpiresBeforeAnEarlierOne()
    {
        for (const QString &retention : {u"2 months"_s, u"60 days"_s, u"1 year"_s, u"365 days 6 hours"_s}) {
            if (number(u"SELECT count(*) FROM jobq.jobs"_s) == 0)
                add();
            makeDue();
            const WorkerExecution exec = execution();
            exec.failJobs(u"w"_s, {{exec.getJobs(u"w"_s, {.historyRetention = retention}).constFirst(), u"x"_s}}, 0us);
        }
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 4);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history a JOIN jobq.history b USING (job_id) "
                        "WHERE a.attempt < b.attempt AND a.expires_at > b.expires_at"_s), 0);
    }

    /// The record waits for the default partition, and when it is its turn there is another one that it belongs to.
    void aPartitionThatIsMadeMeanwhileCostsNoOutcome()
    {
        add();
        const WorkerExecution exec = execution();
        const QList<ClaimedJob> jobs = exec.getJobs(u"w"_s, {.historyRetention = u"400 days"_s});
        CallerDatabase maintenance(m_settings);
        QVERIFY(maintenance.database().transaction());
        QSqlQuery make(maintenance.database());
        QVERIFY(make.exec(u"SELECT jobq.create_history_partition(date_trunc('month', now() + interval '399 days'), "
                          "date_trunc('month', now() + interval '399 days') + interval '2 months')"_s));
        QVERIFY(make.next() && make.value(0).toBool());
        make.finish();
        std::optional<Error> error;
        std::thread worker([&] {
            try {
                exec.completeJobs(u"w"_s, jobs, 1ms);
            } catch (const Error &thrown) {
                error = thrown;
            }
        });
        const bool waits = QTest::qWaitFor([&] { return number(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'jobq.history_default'::regclass"_s) > 0; });
        const bool isCommitted = maintenance.database().commit();
        worker.join();
        QVERIFY(waits && isCommitted);
        QVERIFY2(!error, error ? error->what() : "");
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'completed'"_s), 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history_default"_s), 0);
    }

    /// Operators lock jobs in the order of their ids; a finish that began elsewhere would meet them in a deadlock.
    void aFinishLocksInTheOrderOfTheIds()
    {
        add();
        add();
        QList<ClaimedJob> jobs = claim(2);
        std::sort(jobs.begin(), jobs.end(), [](const ClaimedJob &a, const ClaimedJob &b) { return a.id < b.id; });
        for (const bool isMixed : {true, false}) {
            CallerDatabase operatorsOwn(m_settings);
            QSqlQuery query(operatorsOwn.database());
            QVERIFY(operatorsOwn.database().transaction());
            QVERIFY(query.exec(u"SELECT FROM jobq.jobs WHERE id = %1 FOR UPDATE"_s.arg(jobs.at(0).id)));
            std::thread worker([&] {
                execution().finishJobs(u"w"_s, {{.job = jobs.at(1)}, {.job = jobs.at(0), .kind = isMixed ? Outcome::Kind::Failed : Outcome::Kind::Completed}});
            });
            const bool waits = QTest::qWaitFor([&] { return number(u"SELECT count(*) FROM pg_locks WHERE NOT granted"_s) > 0; });
            const bool isFree = query.exec(u"SELECT FROM jobq.jobs WHERE id = %1 FOR UPDATE NOWAIT"_s.arg(jobs.at(1).id));
            const bool isOver = operatorsOwn.database().rollback();
            worker.join();
            QVERIFY(waits && isFree && isOver);
            sql(u"DELETE FROM jobq.jobs"_s);
            add();
            add();
            jobs = claim(2);
            std::sort(jobs.begin(), jobs.end(), [](const ClaimedJob &a, const ClaimedJob &b) { return a.id < b.id; });
        }
    }

    void failingRecordsTheErrorAndSchedulesTheRetry()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        const FinishReport report = execution().failJobs(u"w"_s, {{job, u"no route"_s, u"stack"_s}}, 5ms);
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
        const WorkerExecution exec = execution();
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
        QCOMPARE(execution().failJobs(u"w"_s, {failed}, 1ms).results.constFirst(), FinishReport::Result::Exhausted);
    }

    void partialResultsReachTheNextExecution()
    {
        add({.maxAttempts = 2});
        const PartialResults partial{{u"fetch"_s, u"parse"_s}, {u"store"_s}, u"store"_s, Payload::fromText(uR"({"n": 12345678901234567890})"_s)};
        const WorkerExecution exec = execution();
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
        sql(u"SELECT jobq.release_jobs(ARRAY(SELECT id FROM jobq.jobs), 'reset', false)"_s);
        const ClaimedJob second = claim(1, u"other"_s).constFirst();
        const WorkerExecution exec = execution();
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
        const WorkerExecution exec = execution();
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
        const FinishReport report = execution().finishJobs(
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
        QCOMPARE(execution().returnJobs(u"w"_s, jobs), 2);
        QCOMPARE(number(u"SELECT sum(attempts) FROM jobq.jobs"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 0);
        QCOMPARE(claim(2).size(), 2);
    }

    // The statement dies with its backend: neither the job nor the history changes.
    void aKilledBackendLeavesNoHalf()
    {
        add();
        const ClaimedJob job = claim().constFirst();
        sql(u"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                                "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(0.01); RETURN OLD; END $$;"
                                                "CREATE TRIGGER die BEFORE DELETE ON jobq.jobs FOR EACH ROW EXECUTE FUNCTION die()"_s);
        const WorkerExecution exec = execution();
        const Error error = errorOf([&] { exec.completeJobs(u"w"_s, {job}, 1ms); });
        QVERIFY(error.kind() == Error::Kind::Connection || error.kind() == Error::Kind::OutcomeUnknown);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'locked'"_s), 1);
        sql(u"DROP FUNCTION die() CASCADE"_s);
        QVERIFY(exec.completeJobs(u"w"_s, {job}, 1ms).isComplete());
    }
};

QTEST_GUILESS_MAIN(FinishTest)
#include "tst_finish.moc"
