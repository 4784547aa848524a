// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admintestcase.h"

#include <atomic>
#include <thread>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class HistoryGcTest : public AdminTestCase
{
    Q_OBJECT

    [[nodiscard]] Maintenance maintenance() const { return Maintenance(*m_system); }
    void addHistory(const QString &expires, int count = 1, const QString &payload = u"1"_s) const
    {
        sql(u"INSERT INTO jobq.history (job_id, claim_token, started_at, expires_at, queue_time_us, execution_time_us, attempt, priority, "
            "status, task_identifier, worker_id, payload) "
            "SELECT i, i, now(), %1, 0, 0, 1, 0, 'completed', 't', 'w', '%3' FROM generate_series(1, %2) i"_s.arg(expires).arg(count).arg(payload));
    }
    [[nodiscard]] qint64 records() const { return number(u"SELECT count(*) FROM jobq.history"_s); }
    [[nodiscard]] qint64 inDefault() const { return number(u"SELECT count(*) FROM jobq.history_default"_s); }
    [[nodiscard]] qint64 partitions() const { return number(u"SELECT count(*) FROM jobq.history_partitions()"_s); }

private Q_SLOTS:
    void countsExactly_data()
    {
        QTest::addColumn<bool>("hasPartitions");
        QTest::newRow("with partitions") << true;
        QTest::newRow("without partitions") << false;
    }

    void countsExactly()
    {
        QFETCH(bool, hasPartitions);
        if (hasPartitions) {
            for (int days = 1; days <= 3; ++days)
                sql(u"SELECT jobq.create_history_partition(date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - %1 * interval '1 day', "
                    "date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - (%1 - 1) * interval '1 day')"_s.arg(days));
        } else {
            sql(u"DO $$ DECLARE n text; BEGIN FOR n IN SELECT name FROM jobq.history_partitions() LOOP EXECUTE 'DROP TABLE jobq.' || n; END LOOP; END $$"_s);
        }
        addHistory(u"now() - interval '2 days'"_s, 100);
        addHistory(u"now() - interval '1 day'"_s, 50);
        addHistory(u"now() - interval '1 second'"_s, 7);
        addHistory(u"now() - interval '1 year'"_s, 3);
        addHistory(u"now() + interval '1 hour'"_s, 5);
        addHistory(u"now() + interval '20 days'"_s, 5);
        addHistory(u"now() + interval '20 years'"_s, 5);
        const qint64 before = partitions();
        QCOMPARE(maintenance().gcJobHistory(), 160);
        QCOMPARE(records(), 15);
        QCOMPARE(maintenance().gcJobHistory(), 0);
        QVERIFY(partitions() < before || !hasPartitions);
    }

    void aPartitionThatHasNearlyExpiredIsEmptiedAtOnce()
    {
        addHistory(u"now() - interval '1 second'"_s, 30'000, u"{\"long\": \""_s + QString(1000, u'x') + u"\"}"_s);
        addHistory(u"now() + interval '30 milliseconds'"_s, 10);
        addHistory(u"now() + interval '90 days'"_s, 10);
        addHistory(u"now() - interval '90 days'"_s, 30'000, u"{\"long\": \""_s + QString(1000, u'x') + u"\"}"_s);
        const qint64 count = maintenance().gcJobHistory();
        QVERIFY(count == 60'000 || count == 60'010);
        QTRY_COMPARE(number(u"SELECT count(*) FROM jobq.history WHERE expires_at BETWEEN now() AND now() + interval '1 minute'"_s), 0);
        QCOMPARE(count + maintenance().gcJobHistory(), 60'010);
        QCOMPARE(text(u"SELECT payload FROM jobq.history LIMIT 1"_s), u"1"_s);
        QCOMPARE(records(), 10);
    }

    /// 200 records of 1 MB each would pass through the server's memory; more of them would not fit into one value at all.
    void largeRecordsThatStayDoNotPassThroughMemory()
    {
        addHistory(u"now() - interval '90 days'"_s, 30'000, u"{\"long\": \""_s + QString(1000, u'x') + u"\"}"_s);
        sql(u"INSERT INTO jobq.history (job_id, claim_token, started_at, expires_at, queue_time_us, execution_time_us, attempt, priority, "
            "status, task_identifier, worker_id, payload) "
            "SELECT i, i, now(), now() + interval '90 days', 0, 0, 1, 0, 'completed', 't', 'w', to_jsonb(repeat(md5('x'), 30000)) FROM generate_series(1, 200) i"_s);
        QVERIFY(TemporaryPostgres::scalar(m_settings, u"SELECT jobq.truncate_history_partition('history_default')"_s).isNull());
        QCOMPARE(maintenance().gcJobHistory(), 30'000);
        QCOMPARE(records(), 200);
    }

    void rowsAreDeletedInBatchesWhereManyStay()
    {
        const QString payload = u"{\"long\": \""_s + QString(300, u'x') + u"\"}"_s;
        addHistory(u"now() - interval '1 year'"_s, 20'000, payload);
        addHistory(u"now() + interval '10 years'"_s, 20'000, payload);
        addHistory(u"now() - interval '1 year'"_s, 20'000, payload);
        QCOMPARE(maintenance().gcJobHistory(), 40'000);
        QCOMPARE(records(), 20'000);
    }

    void partitionsAreMadeAhead()
    {
        const qint64 made = partitions();
        QVERIFY(made >= 36);
        QCOMPARE(maintenance().createPartitions(), 0);
        sql(u"DO $$ DECLARE n text; BEGIN FOR n IN SELECT name FROM jobq.history_partitions() ORDER BY 1 DESC LIMIT 3 LOOP EXECUTE 'DROP TABLE jobq.' || n; END LOOP; END $$"_s);
        addHistory(u"now() + interval '34 days'"_s, 10);
        addHistory(u"now() + interval '200 days'"_s, 10);
        QCOMPARE(inDefault(), 20);
        QVERIFY(maintenance().createPartitions() >= 3);
        // What was in the default partition has moved to where it belongs, months included.
        QCOMPARE(inDefault(), 0);
        QCOMPARE(records(), 20);
        QCOMPARE(maintenance().createPartitions(), 0);
    }

    void partitionsComeAndGoBesideFinishes()
    {
        std::atomic<bool> working = true;
        std::atomic<int> completed = 0;
        std::thread worker([&] {
            while (working) {
                add();
                completed += int(complete(claim()).count(FinishReport::Result::Completed));
            }
        });
        qint64 deleted = 0;
        for (int i = 1; i <= 10; ++i) {
            sql(u"SELECT jobq.create_history_partition(timestamptz '2020-01-01Z' + %1 * interval '1 day', timestamptz '2020-01-02Z' + %1 * interval '1 day')"_s.arg(i));
            addHistory(u"timestamptz '2020-01-01 12:00Z' + %1 * interval '1 day'"_s.arg(i), 100);
            deleted += maintenance().gcJobHistory();
        }
        working = false;
        worker.join();
        QCOMPARE(deleted, 1000);
        QCOMPARE(records(), qint64(completed.load()));
    }

    void racingCollectorsCountEachRecordOnce()
    {
        sql(u"SELECT jobq.create_history_partition('2020-01-01Z', '2020-01-02Z')"_s);
        addHistory(u"timestamptz '2020-01-01 12:00Z'"_s, 5000);
        addHistory(u"timestamptz '2019-01-01 12:00Z'"_s, 5000);
        std::atomic<qint64> deleted = 0;
        std::thread first([&] { deleted += maintenance().gcJobHistory(); });
        std::thread second([&] { deleted += maintenance().gcJobHistory(); });
        first.join();
        second.join();
        QCOMPARE(deleted.load(), 10'000);
        QCOMPARE(records(), 0);
    }

    void aReaderHoldsTheDropUpOnlyForAWhile()
    {
        sql(u"SELECT jobq.create_history_partition('2020-01-01Z', '2020-01-02Z')"_s);
        addHistory(u"timestamptz '2020-01-01 12:00Z'"_s, 10);
        std::thread reader([this] { TemporaryPostgres::execute(m_settings, u"BEGIN; SELECT count(*) FROM jobq.history; SELECT pg_sleep(1); COMMIT"_s); });
        QTRY_COMPARE(number(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"_s), 1);
        QCOMPARE(maintenance().gcJobHistory(), 10);
        reader.join();
    }
};

QTEST_GUILESS_MAIN(HistoryGcTest)
#include "tst_historygc.moc"
