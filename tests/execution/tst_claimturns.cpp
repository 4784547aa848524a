// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/ratelimits.h"
#include "db/claimcursors.h"
#include "db/connection.h"
#include "executiontestcase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

// Large claims take turns, and each begins where the last of anybody ended.
class ClaimTurnsTest : public ExecutionTestCase
{
    Q_OBJECT
    static constexpr int Large = ClaimCursors::LargeClaim;
    // Another process: it knows nothing of what the first has claimed.
    std::optional<System> m_other;

    void fill(int jobs, int tasks = 1) const
    {
        QList<JobSpec> specs;
        for (int i = 0; i < jobs; ++i)
            specs += JobSpec{u"task-%1"_s.arg(i % tasks), Payload(i), {}};
        JobEnqueue(*m_system).addJobs(specs);
    }
    [[nodiscard]] QList<ClaimedJob> otherClaim() const
    {
        return WorkerExecution(*m_other).getJobs(u"other"_s, {.batchSize = Large});
    }
    [[nodiscard]] JobId addBehind() const
    {
        return add({.runAt = QDateTime::currentDateTimeUtc().addDays(-1)}, u"task-0"_s).id;
    }
    static bool contains(const QList<ClaimedJob> &jobs, JobId id)
    {
        return std::any_of(jobs.cbegin(), jobs.cend(), [id](const ClaimedJob &job) { return job.id == id; });
    }
    // Full looks are due again in hours, whatever the time that this test takes.
    void makeFullLooksDear() const { sql(u"UPDATE jobq.claim_marks SET look_time = interval '1 hour'"_s); }

private Q_SLOTS:
    void init()
    {
        ExecutionTestCase::init();
        m_other.emplace(ConnectionPool(m_settings));
    }

    void aClaimBeginsWhereThatOfAnotherProcessEnded()
    {
        fill(5 * Large);
        QCOMPARE(otherClaim().size(), Large);
        QCOMPARE(claim(Large).size(), Large);
        makeFullLooksDear();
        const JobId behind = addBehind();
        const QList<ClaimedJob> jobs = otherClaim(); // behind its own place there are jobs that nobody has locked: none
        QCOMPARE(jobs.size(), Large);
        QVERIFY(!contains(jobs, behind));
        QCOMPARE(jobs.constFirst().payload.text(), QString::number(2 * Large));
    }

    void fullLooksComeWhenTheyAreDue_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("the last one is long ago") << u"looked_at = now() - interval '1 second', look_time = interval '1 millisecond'"_s;
        QTest::newRow("it was dear, but is longer ago") << u"looked_at = now() - interval '26 seconds', look_time = interval '1 second'"_s;
        QTest::newRow("the server's clock was set back") << u"looked_at = now() + interval '1 hour', look_time = interval '1 millisecond'"_s;
    }
    void fullLooksComeWhenTheyAreDue()
    {
        QFETCH(QString, change);
        fill(5 * Large);
        QCOMPARE(claim(Large).size(), Large);
        QCOMPARE(otherClaim().size(), Large);
        makeFullLooksDear();
        const JobId behind = addBehind();
        QVERIFY(!contains(otherClaim(), behind));
        sql(u"UPDATE jobq.claim_marks SET "_s + change);
        QVERIFY(contains(otherClaim(), behind));
        QCOMPARE(number(u"SELECT count(*) FROM jobq.claim_marks WHERE looked_at BETWEEN now() - interval '20 seconds' AND now()"_s), 1);
    }

    void afterAnEmptyClaimTheQueueIsLookedAtFully()
    {
        fill(Large);
        QCOMPARE(claim(Large).size(), Large);
        makeFullLooksDear();
        const JobId behind = addBehind();
        QVERIFY(contains(claim(Large), behind));
    }

    // It was not read then, so it has not been looked at.
    void aLaneWithoutATokenStaysDue()
    {
        RateLimits(*m_system).registerRateLimit(u"limit"_s, Large, u"1 hour"_s);
        QList<JobSpec> specs;
        for (int i = 0; i < 3 * Large; ++i)
            specs += JobSpec{u"limited"_s, Payload(i), {.rateLimitKey = u"limit"_s}};
        JobEnqueue(*m_system).addJobs(specs);
        QCOMPARE(claim(Large).size(), Large);
        fill(3 * Large);
        QCOMPARE(otherClaim().size(), Large); // no token was left
        const JobId behind = add({.runAt = QDateTime::currentDateTimeUtc().addDays(-1), .rateLimitKey = u"limit"_s}, u"limited"_s).id;
        sql(u"UPDATE jobq.claim_marks SET looked_at = now() - interval '1 minute'"_s);
        QVERIFY(!contains(otherClaim(), behind));
        makeFullLooksDear();
        sql(u"UPDATE jobq.rate_limits SET tokens = capacity"_s);
        QVERIFY(contains(otherClaim(), behind));
    }

    void aWorkerThatFindsNothingWritesNothing()
    {
        fill(3 * Large, 3);
        QCOMPARE(claim(Large).size(), Large);
        QCOMPARE(claim(2 * Large).size(), 2 * Large);
        // A look that happens to take long is noted, so that it is not repeated at once.
        const auto writesNothing = [this] {
            const qint64 turn = number(u"SELECT max(turn) FROM jobq.claim_marks"_s);
            return claim(Large).isEmpty() && number(u"SELECT max(turn) FROM jobq.claim_marks"_s) == turn;
        };
        QTRY_VERIFY(writesNothing());
    }

    void aRunAtWithoutEndDoesNotStopTheLane()
    {
        fill(2 * Large);
        QCOMPARE(claim(Large).size(), Large);
        sql(u"UPDATE jobq.claim_marks SET run_at = '-infinity'"_s);
        QCOMPARE(claim(Large).size(), Large);
    }

    void everyLaneHasOneMark()
    {
        fill(20 * Large, 7);
        QSet<JobId> claimed;
        for (int i = 0; i < 10; ++i) {
            for (const QList<ClaimedJob> &jobs : {claim(Large), otherClaim()}) {
                for (const ClaimedJob &job : jobs)
                    claimed += job.id;
            }
        }
        QCOMPARE(claimed.size(), 20 * Large);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.claim_marks"_s), 7);
        QCOMPARE(number(u"SELECT count(DISTINCT lane) FROM jobq.claim_marks"_s), 7);
        QCOMPARE(number(u"SELECT max(id) FROM jobq.claim_marks"_s), number(u"SELECT max(id) FROM jobq.jobs"_s));
    }

    void smallClaimsLeaveNoMark()
    {
        fill(Large);
        QCOMPARE(claim(Large - 1).size(), Large - 1);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.claim_marks"_s), 0);
    }

    void aMarkGoesWithItsLane()
    {
        fill(Large);
        const QList<ClaimedJob> jobs = claim(Large);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.claim_marks"_s), 1);
        execution().completeJobs(u"w"_s, jobs, std::chrono::microseconds(1));
        sql(u"UPDATE jobq.lanes SET last_used_at = now() - interval '8 days'; SELECT jobq.retire_lanes(interval '7 days')"_s);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.claim_marks"_s), 0);
    }

    // A long transaction keeps every mark that was replaced; the newest is found without walking over them.
    void deadMarksAreNotWalkedOver()
    {
        fill(Large);
        QCOMPARE(claim(Large).size(), Large);
        Connection holder(m_settings);
        holder.execute(u"BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM jobq.claim_marks"_s, u"test"_s);
        sql(u"DO $$ BEGIN FOR i IN 1 .. 20000 LOOP "
            "WITH gone AS (DELETE FROM jobq.claim_marks RETURNING *) "
            "INSERT INTO jobq.claim_marks (lane, priority, run_at, id, looked_at, look_time) "
            "SELECT lane, priority, run_at, i, looked_at, look_time FROM gone; "
            "IF i % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$"_s);
        const QString plan = scalar(u"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT id FROM jobq.claim_marks c "
                                    "WHERE c.lane = (SELECT min(id) FROM jobq.lanes) ORDER BY c.turn DESC LIMIT 1"_s).toString();
        const QJsonObject top = QJsonDocument::fromJson(plan.toUtf8()).array().first().toObject().value("Plan"_L1).toObject();
        const int blocks = top.value("Shared Hit Blocks"_L1).toInt() + top.value("Shared Read Blocks"_L1).toInt();
        QVERIFY2(blocks > 0 && blocks < 20, qPrintable(QString::number(blocks)));
        holder.execute(u"ROLLBACK"_s, u"test"_s);
    }
};

QTEST_GUILESS_MAIN(ClaimTurnsTest)
#include "tst_claimturns.moc"
