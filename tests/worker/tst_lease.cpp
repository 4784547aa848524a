// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/lease.h"

#include <QTest>

using namespace jobq;
using namespace std::chrono_literals;

class TstLease : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isInvalidBeforeTheFirstHeartbeat();
    void endsBeforeTheServerCountsItOut();
    void countsFromBeforeTheHeartbeatWasSent();
    void anInvalidOneComesBackWithTheNextHeartbeat();
};

void TstLease::isInvalidBeforeTheFirstHeartbeat()
{
    const Lease lease(1h);
    QVERIFY(!lease.isValid());
    QCOMPARE(lease.epoch(), 0U);
}

void TstLease::endsBeforeTheServerCountsItOut()
{
    Lease lease(8s);
    const auto sentAt = Lease::now();
    lease.renew(sentAt, 1);
    QVERIFY(lease.isValid());
    QVERIFY(lease.validUntil() == sentAt + 7s); // handlers have an eighth of it to notice
    QCOMPARE(lease.epoch(), 1U);
}

void TstLease::countsFromBeforeTheHeartbeatWasSent()
{
    Lease lease(8s);
    lease.renew(Lease::now() - 7s, 1); // its answer took that long
    QVERIFY(!lease.isValid());
}

void TstLease::anInvalidOneComesBackWithTheNextHeartbeat()
{
    Lease lease(1h);
    lease.renew(Lease::now(), 1);
    lease.invalidate();
    QVERIFY(!lease.isValid());
    lease.renew(Lease::now(), 2);
    QVERIFY(lease.isValid());
    QCOMPARE(lease.epoch(), 2U);
}

QTEST_GUILESS_MAIN(TstLease)
#include "tst_lease.moc"
