// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT

#include "db/connection.h"
#include "inspecttest.h"

#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Count exactly(qint64 value)
{
    return {value, true};
}

OverviewBucket bucketWith(qint64 failures)
{
    OverviewBucket bucket;
    bucket.failed = exactly(failures);
    return bucket;
}

} // namespace

class OverviewTest : public InspectTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }

    void theOverviewSumsUp()
    {
        registerWorker(u"gone"_s, 4, u"NULL"_s, u"'{}'"_s, u"1 hour"_s);
        execute(u"INSERT INTO jobq.rate_limits (key, capacity, interval, tokens, window_started_at) VALUES ('empty', 5, '1 hour', 0, now())"_s);
        add();
        claim(u"gone"_s);
        add();
        complete(claim(u"w"_s).first());
        add();
        fail(claim(u"w"_s).first(), u"no"_s);
        const Job old = add(u"t"_s, {.runAt = QDateTime::currentDateTimeUtc().addSecs(-1000)});
        add(u"u"_s);
        add(u"t"_s, {.rateLimitKey = u"empty"_s});
        execute(u"UPDATE jobq.jobs SET state = 'ready' WHERE state = 'scheduled' AND run_at < now()"_s);
        const Overview overview = inspector().overview();
        QCOMPARE(overview.counts.ready, exactly(3));
        QCOMPARE(overview.counts.locked, exactly(1));
        QCOMPARE(overview.counts.scheduled, exactly(1));
        QCOMPARE(overview.counts.exhausted, exactly(0));
        QCOMPARE(overview.oldestReadyJob, old.id);
        QVERIFY(*overview.oldestReadyAge >= 1000s);
        QCOMPARE(overview.silentWorkers, 1);
        QCOMPARE(overview.liveWorkers, 0);
        QCOMPARE(overview.silentWorkersLocks, exactly(1));
        QCOMPARE(overview.rateLimitsEmpty, 1);
        QCOMPARE(overview.buckets.size(), 60);
        qint64 completed = 0;
        qint64 failed = 0;
        for (const OverviewBucket &bucket : overview.buckets) {
            QCOMPARE(bucket.length, 1min);
            completed += bucket.completed.value;
            failed += bucket.failed.value;
        }
        QCOMPARE(completed, 1);
        QCOMPARE(failed, 1);
    }

    void crowdedBucketsAreExtrapolated()
    {
        execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us, attempt,"
                "                          priority, status, task_identifier, worker_id, payload)"
                "SELECT i, i, t, t, t + interval '40 days', 1000, 2000, 1, 0, 'completed', 't', 'w', '1'"
                "  FROM (SELECT i, '2026-01-01 00:00Z'::timestamptz + i * interval '6 ms' AS t FROM generate_series(0, 9999) i) s"_s);
        const QDateTime from(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        const OverviewBucket bucket = inspector().overview(from, from.addSecs(120), 2).buckets.first();
        QVERIFY(!bucket.completed.exact);
        QVERIFY(qAbs(bucket.completed.value - 10000) < 100);
        QCOMPARE(bucket.executionP95, 2000us);
        QCOMPARE(bucket.queueTimeP50, 1000us);
    }

    void samplesShowTheJobsThatWaited()
    {
        add();
        QVERIFY(TemporaryPostgres::scalar(m_settings, u"SELECT jobq.take_sample()"_s).toBool());
        QVERIFY(!TemporaryPostgres::scalar(m_settings, u"SELECT jobq.take_sample()"_s).toBool());
        execute(u"UPDATE jobq.samples SET at = at - interval '1 minute'"_s);
        add();
        add();
        execute(u"SELECT jobq.take_sample()"_s);
        QList<qint64> ready;
        QList<qint64> added;
        for (const OverviewBucket &bucket : inspector().overview().buckets) {
            if (bucket.ready)
                ready += *bucket.ready;
            if (bucket.added)
                added += *bucket.added;
        }
        QCOMPARE(ready, QList<qint64>({1, 3}));
        QCOMPARE(added, QList<qint64>{2});
    }

    void aSpikeOfFailuresIsSeen()
    {
        Overview overview;
        for (int i = 0; i < 60; ++i)
            overview.buckets.append(bucketWith(1));
        QVERIFY(!overview.hasFailureSpike());
        QCOMPARE(overview.failureRatio(), 1.0);
        for (int i = 55; i < 60; ++i)
            overview.buckets[i] = bucketWith(4);
        QCOMPARE(overview.failureRatio(), 4.0);
        QVERIFY(overview.hasFailureSpike());
    }

    void maintenanceIsPreviewed()
    {
        execute(u"INSERT INTO jobq.queues (name) VALUES ('empty')"_s);
        add(u"t"_s, {.queueName = u"used"_s});
        claim(u"w"_s);
        execute(u"INSERT INTO jobq.lanes (task_identifier, last_used_at) VALUES ('unused', now() - interval '8 days'), ('fresh', now());"
                "UPDATE jobq.lanes SET last_used_at = now() - interval '8 days' WHERE task_identifier = 't';"
                "UPDATE jobq.jobs SET locked_at = now() - interval '5 hours'"_s);
        const auto record = [this](const QString &expires) {
            execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,"
                    " attempt, priority, status, task_identifier, worker_id, payload)"
                    " VALUES (1, 1, now(), now(), %1, 0, 0, 1, 0, 'completed', 't', 'w', '1')"_s.arg(expires));
        };
        record(u"now() - interval '1 minute'"_s);
        record(u"now() + interval '1 day'"_s);
        const MaintenancePreview preview = inspector().maintenancePreview();
        QCOMPARE(preview.expiredHistory, exactly(1));
        QCOMPARE(preview.emptyQueues, exactly(1));
        QCOMPARE(preview.emptyQueueNames, QStringList{u"empty"_s});
        QCOMPARE(preview.unusedTaskNames, QStringList{u"unused"_s});
        QCOMPARE(preview.unusedTasks, exactly(1));
        QCOMPARE(preview.staleLocks, exactly(1));
        QVERIFY(std::any_of(preview.tables.cbegin(), preview.tables.cend(), [](const TableSize &table) { return table.name == "jobs"_L1 && table.indexBytes > 0; }));
    }

    void expiredHistoryIsSampled()
    {
        execute(u"INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,"
                " attempt, priority, status, task_identifier, queue_name, worker_id, payload)"
                " SELECT n, n, now(), now() - n * interval '1 minute', now() + CASE WHEN n % 4 = 0 THEN 1 ELSE -1 END * interval '1 hour',"
                " 0, 0, 1, 0, CASE WHEN n = 39 THEN 'failed' ELSE 'completed' END::jobq.history_status,"
                " CASE WHEN n % 4 = 1 THEN 'rare' ELSE 'common' END, CASE WHEN n % 4 = 1 THEN 'q' END, 'w', '1'"
                " FROM generate_series(1, 40) n"_s);
        const ExpiredHistory expired = inspector().expiredHistory(25);
        QCOMPARE(expired.groups.size(), 2);
        QCOMPARE(expired.groups.first().taskIdentifier, u"common"_s);
        QCOMPARE(expired.groups.first().count, 20);
        QCOMPARE(expired.groups.last().queueName, u"q"_s);
        QCOMPARE(expired.groups.last().count, 10);
        QCOMPARE(expired.sample.size(), 25);
        QCOMPARE(expired.sample.first().jobId, 39);
        QVERIFY(expired.sample.first().status == HistoryStatus::Failed);
        QVERIFY(expired.sample.first().finishedAt < expired.sample.last().finishedAt);
        QVERIFY(expired.sample.first().expiresAt < QDateTime::currentDateTimeUtc());
    }

    void theOldestTransactionIsNamed()
    {
        std::unique_ptr<QThread> holder;
        QSemaphore opened;
        QSemaphore seen;
        holder.reset(QThread::create([&] {
            Connection connection(m_settings);
            connection.execute(u"BEGIN; SELECT 1"_s, u"test"_s);
            opened.release();
            seen.acquire();
        }));
        holder->start();
        opened.acquire();
        const auto end = qScopeGuard([&] {
            seen.release();
            holder->wait();
        });
        // Other test programs use the same server: an older transaction of theirs ends soon.
        std::optional<OldestTransaction> oldest;
        const auto isOurs = [&] {
            oldest = inspector().maintenancePreview().oldestTransaction;
            return oldest && oldest->state == "idle in transaction"_L1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOurs(), 60'000);
        QVERIFY(oldest->pid);
    }

    void theServerIsDescribed()
    {
        const ServerFacts facts = inspector().serverFacts();
        QVERIFY(facts.serverVersionNumber >= 140000);
        QVERIFY(facts.schemaVersion >= 5);
        QVERIFY(facts.databaseBytes > 0);
        QVERIFY(facts.mayEnqueue && facts.mayOperate && facts.mayAdminister && !facts.isReadOnly && !facts.isInRecovery);
        QVERIFY(qAbs(facts.serverTime.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        QVERIFY(!facts.timeZone.isEmpty() && !facts.role.isEmpty() && facts.startedAt.isValid());
        ConnectionSettings readOnly = m_settings;
        readOnly.readOnly = true;
        QVERIFY(Inspector(System(ConnectionPool(readOnly))).serverFacts().isReadOnly);
    }

    void aReadOnlyConnectionReadsEverything()
    {
        add();
        ConnectionSettings settings = m_settings;
        settings.readOnly = true;
        const Inspector inspect{System(ConnectionPool(settings))};
        QCOMPARE(inspect.jobs().rows.size(), 1);
        QVERIFY(inspect.queues().rows.size() == 1 && inspect.overview().buckets.size() == 60);
        QVERIFY(inspect.explain(inspect.jobs().rows.first().id).job);
        (void)inspect.maintenancePreview();
        (void)inspect.estimateJobs({});
    }

    void rightsAreThoseOfTheRole()
    {
        const ConnectionSettings reader = m_postgres.createRole(m_settings);
        const QString role = reader.keyword(u"user"_s);
        execute(u"GRANT USAGE ON SCHEMA jobq TO %1; GRANT SELECT ON ALL TABLES IN SCHEMA jobq TO %1"_s.arg(role));
        const ServerFacts reading = Inspector(System(ConnectionPool(reader))).serverFacts();
        QCOMPARE(reading.role, role);
        QVERIFY(!reading.mayEnqueue && !reading.mayOperate && !reading.mayAdminister && !reading.isSuperuser);
        execute(u"GRANT INSERT, UPDATE ON jobq.jobs, jobq.lanes TO %1"_s.arg(role));
        const ServerFacts working = Inspector(System(ConnectionPool(reader))).serverFacts();
        QVERIFY(working.mayEnqueue && !working.mayOperate && !working.mayAdminister);
    }
};

QTEST_GUILESS_MAIN(OverviewTest)
#include "tst_overview.moc"
