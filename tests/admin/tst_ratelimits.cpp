// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "admin/ratelimits.h"
#include "admintestcase.h"
#include "support/callerdatabase.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class RateLimitsTest : public AdminTestCase
{
    Q_OBJECT

    [[nodiscard]] RateLimits limits() const { return RateLimits(*m_system); }

private Q_SLOTS:
    void registersAndUpdates()
    {
        const RateLimit made = limits().registerRateLimit(u"mail"_s, 10, u"1 minute"_s, {.actor = u"ann"_s});
        QCOMPARE(made.key, u"mail"_s);
        QCOMPARE(made.capacity, 10);
        QCOMPARE(made.interval, 60'000ms);
        QCOMPARE(made.availableTokens, 10);
        QVERIFY(made.lastRefill.isValid());
        sql(u"UPDATE jobq.rate_limits SET tokens = 7"_s);
        const RateLimit smaller = limits().registerRateLimit(u"mail"_s, 4, u"1 hour"_s);
        QCOMPARE(smaller.availableTokens, 4);
        QCOMPARE(smaller.lastRefill, made.lastRefill);
        QCOMPARE(limits().registerRateLimit(u"mail"_s, 20, u"1 hour"_s).availableTokens, 4);
        QCOMPARE(admin().operations().size(), 3);
        // A program that registers the same at each start leaves no trace.
        limits().registerRateLimit(u"mail"_s, 20, u"60 minutes"_s);
        QCOMPARE(admin().operations().size(), 3);
        QCOMPARE(admin().operations().constLast().actor, u"ann"_s);
    }

    void intervalsHaveOneLength_data()
    {
        QTest::addColumn<QString>("interval");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("month") << u"1 month"_s << qint64(30) * 86'400'000;
        QTest::newRow("day") << u"1 day"_s << qint64(86'400'000);
        QTest::newRow("ISO") << u"PT1M30S"_s << qint64(90'000);
        QTest::newRow("short") << u"1 ms"_s << qint64(1);
        QTest::newRow("fraction") << u"0.25 s"_s << qint64(250);
    }

    void intervalsHaveOneLength()
    {
        QFETCH(QString, interval);
        QFETCH(qint64, milliseconds);
        QCOMPARE(limits().registerRateLimit(u"k"_s, 1, interval).interval.count(), milliseconds);
        QCOMPARE(number(u"SELECT extract(month FROM interval) + extract(day FROM interval) FROM jobq.rate_limits"_s), 0);
    }

    void refillsWindowsThatHaveEnded()
    {
        for (const QString &key : {u"ended"_s, u"running"_s, u"long ended"_s})
            limits().registerRateLimit(key, 5, u"1 minute"_s);
        sql(u"UPDATE jobq.rate_limits SET tokens = 0, window_started_at = now() - CASE key WHEN 'ended' THEN interval '61 s' WHEN 'running' THEN interval '30 s' ELSE interval '630 s' END"_s);
        QCOMPARE(limits().refillRateLimits(), 2);
        QCOMPARE(text(u"SELECT string_agg(tokens::text, ' ' ORDER BY key) FROM jobq.rate_limits"_s), u"5 5 0"_s);
        // Windows follow each other from the registration on: the one that runs now began 30 s ago.
        QCOMPARE(number(u"SELECT round(date_part('epoch', now() - window_started_at) / 10) FROM jobq.rate_limits WHERE key = 'long ended'"_s), 3);
        QCOMPARE(limits().refillRateLimits(), 0);
    }

    void sixteenConnectionsStartExactlyAHundred()
    {
        limits().registerRateLimit(u"mail"_s, 100, u"1 minute"_s);
        for (int i = 0; i < 300; ++i)
            add({.rateLimitKey = u"mail"_s});
        add();
        std::atomic<int> started = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 16; ++i)
            threads.emplace_back([&, name = u"w%1"_s.arg(i), batch = 1 + i % 7] {
                for (int calls = 0; calls < 40; ++calls)
                    started += int(claim(batch, name).size());
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(started.load(), 101);
        QCOMPARE(number(u"SELECT tokens FROM jobq.rate_limits"_s), 0);
        // The claim itself refills a window that has ended.
        sql(u"UPDATE jobq.rate_limits SET window_started_at = window_started_at - interval '61 s'"_s);
        QCOMPARE(claim(200).size(), 100);
    }

    void aCapacityOfZeroHoldsItsJobs()
    {
        limits().registerRateLimit(u"mail"_s, 0, u"1 ms"_s);
        add({.rateLimitKey = u"mail"_s});
        sql(u"UPDATE jobq.rate_limits SET window_started_at = now() - interval '1 second'"_s);
        QVERIFY(claim().isEmpty());
    }

    void removesWhatNobodyNames()
    {
        limits().registerRateLimit(u"free"_s, 1, u"1 minute"_s);
        limits().registerRateLimit(u"used"_s, 1, u"1 minute"_s);
        add({.runAt = QDateTime::currentDateTimeUtc().addDays(1), .rateLimitKey = u"used"_s});
        limits().removeRateLimit(u"free"_s, {.reason = u"gone"_s});
        QCOMPARE(errorOf([&] { limits().removeRateLimit(u"used"_s); }).kind(), Error::Kind::Conflict);
        QCOMPARE(text(u"SELECT string_agg(key, ' ') FROM jobq.rate_limits"_s), u"used"_s);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.retired"_s), 0);
        QCOMPARE(admin().operations().constFirst().kind, u"remove_rate_limit"_s);
        QCOMPARE(errorOf([&] { add({.rateLimitKey = u"free"_s}); }).kind(), Error::Kind::NotFound);
    }

    /// The program that removed it died between the two halves, and a job had come in before.
    void whatWasLeftHalfRemovedIsSettled()
    {
        limits().registerRateLimit(u"mail"_s, 3, u"1 minute"_s);
        limits().registerRateLimit(u"unused"_s, 1, u"1 minute"_s);
        sql(u"SELECT jobq.retire_rate_limit('mail'), jobq.retire_rate_limit('unused')"_s);
        sql(u"INSERT INTO jobq.lanes (task_identifier, rate_limit_key) VALUES ('t', 'mail');"
            "INSERT INTO jobq.jobs (lane, task_identifier, payload, rate_limit_key, state) SELECT id, 't', '1', 'mail', 'ready' FROM jobq.lanes"_s);
        Maintenance(*m_system).gcJobQueues();
        QCOMPARE(number(u"SELECT count(*) FROM jobq.retired"_s), 2); // it may still be at work
        limits().removeRateLimit(u"unused"_s);
        sql(u"UPDATE jobq.retired SET at = now() - interval '1 hour'"_s);
        Maintenance(*m_system).gcJobQueues();
        QCOMPARE(number(u"SELECT count(*) FROM jobq.retired"_s), 0);
        QCOMPARE(text(u"SELECT string_agg(key, ' ') FROM jobq.rate_limits"_s), u"mail"_s);
        QCOMPARE(claim().size(), 1);
    }

    // A program added a job of the limit while it was being removed, in a transaction that was open all the while.
    void aJobThatComesBetweenKeepsItsLimit()
    {
        limits().registerRateLimit(u"mail"_s, 3, u"1 minute"_s);
        CallerDatabase caller(m_settings);
        QVERIFY(caller.database().transaction());
        JobEnqueue(*m_system).addJob(caller.database(), u"t"_s, Payload(), {.rateLimitKey = u"mail"_s});
        std::atomic<bool> refused = false;
        std::thread remover([&] { refused = errorOf([&] { limits().removeRateLimit(u"mail"_s); }).kind() == Error::Kind::Conflict; });
        QTRY_VERIFY(somebodyWaits());
        QVERIFY(caller.database().commit());
        remover.join();
        QVERIFY(refused);
        QCOMPARE(number(u"SELECT capacity FROM jobq.rate_limits"_s), 3);
        QCOMPARE(number(u"SELECT count(*) FROM jobq.retired"_s), 0);
        QCOMPARE(claim().size(), 1);
    }
};

QTEST_GUILESS_MAIN(RateLimitsTest)
#include "tst_ratelimits.moc"
