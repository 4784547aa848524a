// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "admintestcase.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ReplayTest : public AdminTestCase
{
    Q_OBJECT

    [[nodiscard]] OperationReport replayAll() const { return admin().replayFailedJobs({.from = QDateTime::fromSecsSinceEpoch(0, Qt::UTC)}); }
    [[nodiscard]] QUuid correlation(JobId id) const
    {
        return QUuid(text(u"SELECT jobq.correlation_id(claim_token, job_id) FROM jobq.history WHERE job_id = %1 ORDER BY started_at LIMIT 1"_s.arg(id)));
    }

private Q_SLOTS:
    void aReplayIsLikeItsSource()
    {
        RateLimits(*m_system).registerRateLimit(u"limit"_s, 5, u"1 minute"_s);
        const JobId source = addFailed({.queueName = u"q"_s, .priority = -3, .flags = {u"gpu"_s}, .rateLimitKey = u"limit"_s}, u"mail"_s);
        const OperationReport report = admin().replayFailedJobs({.taskIdentifier = u"mail"_s});
        QCOMPARE(report.replayed.size(), 1);
        QCOMPARE(report.replayed.constFirst().sourceId, source);
        const JobId copy = report.replayed.constFirst().newId;
        QCOMPARE(report.changed, QList<JobId>{copy});
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 1);
        QCOMPARE(text(u"SELECT concat_ws(' ', task_identifier, payload, queue_name, priority, flags, rate_limit_key, max_attempts, attempts) FROM jobq.jobs"_s),
                 u"mail {\"n\": 1} q -3 {replay} limit 25 0"_s);
        QCOMPARE(number(u"SELECT replayed_as FROM jobq.history"_s), copy);
        QCOMPARE(claim().value(0).id, copy);
    }

    void onlyTheLastExecutionCounts()
    {
        const JobId succeeded = add({}, u"later success"_s);
        const JobId abandoned = add({}, u"abandoned"_s);
        const JobId waiting = add({}, u"own retry"_s);
        const JobId running = add({}, u"running"_s);
        fail(claim(4), false);
        sql(u"UPDATE jobq.jobs SET run_at = now() - interval '1 second' WHERE id <> %1"_s.arg(waiting));
        const QList<ClaimedJob> again = claim(3, u"w2"_s);
        QCOMPARE(again.size(), 3);
        for (const ClaimedJob &job : again) {
            if (job.id == succeeded)
                complete({job}, u"w2"_s);
            else if (job.id == abandoned)
                admin().forceUnlockJobs(admin().previewForceUnlockJobs(QList<JobId>{job.id}).frozen());
        }
        QCOMPARE(replayAll().skipped, (QList<SkippedJob>{{waiting, SkipReason::StillWaiting}, {running, SkipReason::Locked}}));
        const OperationReport chosen = admin().replayFailedJobs({.jobIds = QList<JobId>{succeeded, abandoned, waiting, running, 4711}});
        QCOMPARE(chosen.skipped, (QList<SkippedJob>{{succeeded, SkipReason::LastDidNotFail}, {abandoned, SkipReason::LastDidNotFail},
                                                    {waiting, SkipReason::StillWaiting}, {running, SkipReason::Locked}, {4711, SkipReason::NotFound}}));
    }

    // The worker that succeeded keeps its history for a shorter time than the one that failed.
    void aSuccessIsRememberedAsLongAsTheFailureBeforeIt()
    {
        const JobId id = add();
        const WorkerExecution exec(*m_system);
        fail(exec.getJobs(u"w1"_s, {.historyRetention = u"30 days"_s}), false);
        sql(u"UPDATE jobq.jobs SET run_at = now() - interval '1 second'"_s);
        complete(exec.getJobs(u"w1"_s, {.historyRetention = u"0"_s}));
        QCOMPARE(Maintenance(*m_system).gcJobHistory(), 0);
        QVERIFY(replayAll().replayed.isEmpty());
        QCOMPARE(admin().replayFailedJobs({.jobIds = QList<JobId>{id}}).skipped, (QList<SkippedJob>{{id, SkipReason::LastDidNotFail}}));
    }

    // Of a job whose records have all expired, garbage collection may have deleted the success and not yet the failure.
    void whatHasExpiredIsNotReplayed()
    {
        const JobId id = addFailed();
        sql(u"UPDATE jobq.history SET expires_at = now() - interval '1 second'; DELETE FROM jobq.jobs"_s);
        const OperationReport report = replayAll();
        QVERIFY(report.replayed.isEmpty() && report.skipped.isEmpty());
        QCOMPARE(admin().replayFailedJobs({.jobIds = QList<JobId>{id}}).skipped, (QList<SkippedJob>{{id, SkipReason::NotFound}}));
    }

    void anUndoneReplayRemembersHowLongItsHistoryIsKept()
    {
        add();
        const WorkerExecution exec(*m_system);
        fail(exec.getJobs(u"w1"_s, {.historyRetention = u"30 days"_s}));
        const OperationReport report = replayAll();
        const JobId source = report.replayed.value(0).sourceId;
        admin().undo(*report.operationId);
        admin().rescheduleJobs({source}, {.maxAttempts = 30});
        complete(exec.getJobs(u"w1"_s, {.historyRetention = u"0"_s}));
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE status = 'completed' AND expires_at > now() + interval '29 days'"_s), 1);
    }

    void nothingIsReplayedTwice()
    {
        const JobId first = addFailed();
        QCOMPARE(replayAll().replayed.size(), 1);
        const OperationReport again = replayAll();
        QVERIFY(again.replayed.isEmpty());
        QCOMPARE(again.skipped, (QList<SkippedJob>{{first, SkipReason::AlreadyReplayed}}));
        // The replay fails too: that failure is another one.
        const QList<ClaimedJob> replays = claim();
        fail(replays);
        QCOMPARE(replayAll().replayed.value(0).sourceId, replays.constFirst().id);
    }

    void racingReplaysCreateNothingTwice()
    {
        for (int i = 0; i < 200; ++i)
            add();
        fail(claim(200));
        std::atomic<qsizetype> created = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back([&] { created += replayAll().replayed.size(); });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(created.load(), 200);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs"_s), 200);
        QCOMPARE(number(u"SELECT count(DISTINCT replayed_as) FROM jobq.history"_s), 200);
    }

    void theRangeIsExactToTheMillisecond_data()
    {
        QTest::addColumn<int>("fromMs"); // relative to the end of the execution
        QTest::addColumn<int>("toMs");
        QTest::addColumn<int>("expected");
        QTest::addRow("that millisecond") << 0 << 0 << 1;
        QTest::addRow("before") << -1000 << -1 << 0;
        QTest::addRow("after") << 1 << 1000 << 0;
        QTest::addRow("around") << -1 << 1 << 1;
    }

    void theRangeIsExactToTheMillisecond()
    {
        QFETCH(int, fromMs);
        QFETCH(int, toMs);
        QFETCH(int, expected);
        addFailed();
        sql(u"UPDATE jobq.history SET finished_at = '2026-01-01 12:00:00.123456Z'"_s);
        const QDateTime end = QDateTime::fromString(u"2026-01-01T12:00:00.123Z"_s, Qt::ISODateWithMs);
        const OperationReport report = admin().replayFailedJobs({.from = end.addMSecs(fromMs), .to = end.addMSecs(toMs)});
        QCOMPARE(report.replayed.size(), expected);
        QVERIFY(report.skipped.isEmpty());
    }

    void chosenExecutions()
    {
        const JobId first = addFailed();
        const JobId second = addFailed();
        const QUuid old = correlation(first);
        admin().rescheduleJobs({first}, {.maxAttempts = 30});
        fail(claim());
        const OperationReport report = admin().replayFailedJobs({.correlationIds = QList<QUuid>{old, correlation(second)}, .maxAttempts = 3});
        QCOMPARE(report.replayed.size(), 1);
        QCOMPARE(report.replayed.constFirst().sourceId, second);
        QCOMPARE(report.skipped, (QList<SkippedJob>{{first, SkipReason::Changed}}));
        QCOMPARE(number(u"SELECT max_attempts FROM jobq.jobs WHERE id = %1"_s.arg(report.changed.constFirst())), 3);
        QVERIFY(admin().replayFailedJobs({.correlationIds = QList<QUuid>()}).skipped.isEmpty());
        QVERIFY(admin().replayFailedJobs({.jobIds = QList<JobId>()}).replayed.isEmpty());
        QCOMPARE(admin().replayFailedJobs({.taskIdentifier = u"other"_s, .jobIds = QList<JobId>{first}}).skipped,
                 (QList<SkippedJob>{{first, SkipReason::NoMatch}}));
    }

    void aLimitThatIsGoneIsSaid()
    {
        RateLimits(*m_system).registerRateLimit(u"limit"_s, 5, u"1 minute"_s);
        const JobId source = addFailed({.rateLimitKey = u"limit"_s});
        sql(u"DELETE FROM jobq.rate_limits"_s);
        const JobId other = addFailed({}, u"u"_s);
        const OperationReport report = replayAll();
        QCOMPARE(report.skipped, (QList<SkippedJob>{{source, SkipReason::UnknownRateLimit}}));
        QCOMPARE(report.replayed.value(0).sourceId, other);
    }

    void payloadsStayExact()
    {
        const Payload payload = Payload::fromText(u"{\"big\": 12345678901234567890123, \"text\": \"ü\\\"\\\\\"}"_s);
        JobEnqueue(*m_system).addJob(u"t"_s, payload);
        fail(claim());
        QCOMPARE(replayAll().replayed.size(), 1);
        const QString stored = claim().value(0).payload.text();
        QVERIFY(stored.contains(u"12345678901234567890123"_s));
        QCOMPARE(stored, text(u"SELECT payload FROM jobq.history"_s));
    }

    void manyFailuresAtOnce()
    {
        sql(u"SELECT count(*) FROM jobq.add_jobs(array_fill('t'::text, ARRAY[50000]), array_fill('1'::text, ARRAY[50000]), NULL, NULL, NULL, NULL, NULL, NULL, false)"_s);
        for (QList<ClaimedJob> jobs = claim(10'000); !jobs.isEmpty(); jobs = claim(10'000))
            fail(jobs);
        const OperationReport report = replayAll();
        QCOMPARE(report.replayed.size(), 50'000);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history h JOIN jobq.jobs j ON j.id = h.replayed_as"_s), 50'000);
        QCOMPARE(admin().undo(*report.operationId).changed.size(), 50'000);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.jobs WHERE state = 'exhausted'"_s), 50'000);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.history WHERE replayed_as IS NOT NULL"_s), 0);
    }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
