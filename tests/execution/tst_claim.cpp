// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "executiontestcase.h"

#include <algorithm>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

// Which jobs a claim takes, in which order, and what it gives.
class ClaimTest : public ExecutionTestCase
{
    Q_OBJECT
private Q_SLOTS:
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
        const WorkerExecution exec = execution();
        QVERIFY(exec.getJobs(u"w"_s, {.taskIdentifiers = QStringList(), .batchSize = 9}).isEmpty());
        QCOMPARE(exec.getJobs(u"w"_s, {.taskIdentifiers = QStringList{u"b"_s, u"c"_s, u"unknown"_s}, .batchSize = 9}).size(), 2);
        QCOMPARE(exec.getJobs(u"w"_s, {.batchSize = 9}).size(), 1);
    }

    void jobsThatCarryAForbiddenFlagAreSkipped()
    {
        add({.flags = {u"gpu"_s, u"slow"_s}});
        add({.flags = {u"slow"_s}});
        const JobId plain = add().id;
        const WorkerExecution exec = execution();
        const QList<ClaimedJob> jobs = exec.getJobs(u"w"_s, {.forbiddenFlags = {u"slow"_s, u"x"_s}, .batchSize = 9});
        QCOMPARE(jobs.size(), 1);
        QCOMPARE(jobs.constFirst().id, plain);
        QCOMPARE(exec.getJobs(u"w"_s, {.forbiddenFlags = {u"gpu"_s}, .batchSize = 9}).size(), 1);
    }
};

QTEST_GUILESS_MAIN(ClaimTest)
#include "tst_claim.moc"
