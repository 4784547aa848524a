// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/testcase.h"
#include "worker/logging.h"
#include "worker/outagelog.h"

#include <QSet>
#include <QTest>

#include <thread>
#include <vector>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What is said of an outage, and how long is waited. Every warning that is not expected fails its test.
class TstOutageLog : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void saysOnceWhateverFailsHoweverOften();
    void aConnectionThatComesBackAtOnceIsNoOutage();
    void aLostAnswerAloneIsNoOutage();
    void whatNoRetryMendsIsSaidAtOnce();
    void theFirstPartThatRecoversTellsTheOthers();
    void pausesGrowUpToALimit_data();
    void pausesGrowUpToALimit();
    void workersDoNotComeBackTogether();

private:
    const Error m_gone{Error::Kind::Connection, u"the server is gone"_s};
    WorkerEvents m_events{nullptr};
};

void TstOutageLog::saysOnceWhateverFailsHoweverOften()
{
    QVERIFY(!jobqWorker().isDebugEnabled()); // where each failure is told, for those who ask for it
    OutageLog log(m_events, [] {});
    for (int outage = 0; outage < 2; ++outage) {
        expectWarning("failed, retrying until it works: the server is gone");
        std::vector<std::thread> parts;
        for (int part = 0; part < 4; ++part) {
            parts.emplace_back([this, &log, part] {
                for (int i = 0; i < 250; ++i)
                    log.failed(QString::number(part), m_gone);
            });
        }
        for (std::thread &part : parts)
            part.join();
        for (int part = 0; part < 4; ++part)
            log.succeeded(QString::number(part));
    }
}

void TstOutageLog::aConnectionThatComesBackAtOnceIsNoOutage()
{
    OutageLog log(m_events, [] {});
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(log.failed(u"claiming"_s, m_gone), 1);
        log.succeeded(u"claiming"_s);
    }
}

void TstOutageLog::aLostAnswerAloneIsNoOutage()
{
    OutageLog log(m_events, [] {});
    QCOMPARE(log.failed(u"finishing"_s, Error(Error::Kind::OutcomeUnknown, u"no answer"_s)), 1);
    log.succeeded(u"finishing"_s);
}

void TstOutageLog::whatNoRetryMendsIsSaidAtOnce()
{
    OutageLog log(m_events, [] {});
    expectWarning("the table is gone");
    QCOMPARE(log.failed(u"claiming"_s, Error(Error::Kind::Query, u"the table is gone"_s)), 1);
    QCOMPARE(log.failed(u"claiming"_s, Error(Error::Kind::Query, u"the table is gone"_s)), 2);
}

void TstOutageLog::theFirstPartThatRecoversTellsTheOthers()
{
    int told = 0;
    OutageLog log(m_events, [&told] { ++told; });
    log.failed(u"claiming"_s, m_gone);
    log.failed(u"the heartbeat"_s, m_gone);
    log.succeeded(u"finishing"_s); // which had not failed
    QCOMPARE(told, 0);
    QCOMPARE(log.recoveries(), 0);
    log.succeeded(u"the heartbeat"_s);
    log.succeeded(u"the heartbeat"_s);
    QCOMPARE(told, 1);
    QCOMPARE(log.recoveries(), 1);
    log.succeeded(u"claiming"_s);
    QCOMPARE(told, 2);
}

void TstOutageLog::pausesGrowUpToALimit_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<int>("wholeMs");
    QTest::newRow("first") << 1 << 10;
    QTest::newRow("second") << 2 << 40;
    QTest::newRow("third") << 3 << 160;
    QTest::newRow("fifth") << 5 << 2560;
    QTest::newRow("sixth") << 6 << 5000;
    QTest::newRow("millionth") << 1'000'000 << 5000;
}

void TstOutageLog::pausesGrowUpToALimit()
{
    QFETCH(int, attempt);
    QFETCH(int, wholeMs);
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE_GE(retryPause(attempt).count(), wholeMs / 2);
        QCOMPARE_LE(retryPause(attempt).count(), wholeMs);
    }
}

void TstOutageLog::workersDoNotComeBackTogether()
{
    QSet<qint64> pauses;
    for (int i = 0; i < 1000; ++i)
        pauses += retryPause(10).count();
    QCOMPARE_GT(pauses.size(), 500);
}

QTEST_GUILESS_MAIN(TstOutageLog)
#include "tst_outagelog.moc"
