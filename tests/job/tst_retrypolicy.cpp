// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/error.h"
#include "job/retrypolicy.h"
#include "support/testcase.h"

#include <QtTest>

using namespace jobq;
using namespace std::chrono_literals;

class RetryPolicyTest : public test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void delayGrowsAndIsClamped_data()
    {
        QTest::addColumn<int>("attempts");
        QTest::addColumn<qint64>("expectedMs");
        QTest::newRow("never tried") << 0 << qint64(1000);
        QTest::newRow("first") << 1 << qint64(2000);
        QTest::newRow("second") << 2 << qint64(4000);
        QTest::newRow("tenth") << 10 << qint64(1024000);
        QTest::newRow("eleventh stays at ten") << 11 << qint64(1024000);
        QTest::newRow("thousandth stays at ten") << 1000 << qint64(1024000);
    }
    void delayGrowsAndIsClamped()
    {
        QFETCH(int, attempts);
        QFETCH(qint64, expectedMs);
        QCOMPARE(qint64(RetryPolicy().delay(attempts, 0.0).count()), expectedMs);
    }

    void delayNeverExceedsTheMaximumButForJitter()
    {
        const RetryPolicy policy{.base = 60s, .multiplier = 10.0, .max = 5min, .jitter = 0.1};
        QCOMPARE(policy.delay(9, 0.0), std::chrono::milliseconds(5min));
        QCOMPARE(policy.delay(9, 0.5), std::chrono::milliseconds(315s));
    }

    void membersOutOfRangeAreNamed_data()
    {
        QTest::addColumn<RetryPolicy>("policy");
        QTest::addColumn<QString>("argument");
        QTest::newRow("base") << RetryPolicy{.base = -1ms} << QStringLiteral("retryPolicy.base");
        QTest::newRow("max below base") << RetryPolicy{.base = 2s, .max = 1s} << QStringLiteral("retryPolicy.max");
        QTest::newRow("multiplier") << RetryPolicy{.multiplier = 0.5} << QStringLiteral("retryPolicy.multiplier");
        QTest::newRow("multiplier nan") << RetryPolicy{.multiplier = qQNaN()} << QStringLiteral("retryPolicy.multiplier");
        QTest::newRow("jitter") << RetryPolicy{.jitter = 1.5} << QStringLiteral("retryPolicy.jitter");
    }
    void membersOutOfRangeAreNamed()
    {
        QFETCH(RetryPolicy, policy);
        QFETCH(QString, argument);
        try {
            policy.check();
        } catch (const Error &error) {
            QCOMPARE(error.kind(), Error::Kind::Usage);
            QCOMPARE(error.argument(), argument);
            return;
        }
        QFAIL("no error");
    }
};

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
