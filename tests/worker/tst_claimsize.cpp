// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/claimsize.h"

#include <QTest>

using namespace jobq;

class TstClaimSize : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksOnlyForIdleThreadsAtFirst();
    void doublesWhileTheThreadsRunDry();
    void neverAsksForMoreThanTheLimit();
    void claimsNothingAheadOfLongJobs();
    void waitsUntilHalfIsUsedUp();
    void startsOverAfterJobsWereReturned();
    void claimsNothingWithoutAThread();
};

namespace {

ClaimSize::Situation allIdle(int threads, double meanUs)
{
    return {.idleThreads = threads, .liveThreads = threads, .prefetched = 0, .meanExecutionUs = meanUs};
}

ClaimSize grown(int threads, int maxBatch, int claims)
{
    ClaimSize size(threads, maxBatch);
    for (int i = 0; i < claims; ++i) {
        const int asked = size.demand(allIdle(threads, 1));
        size.claimed(asked, asked, true);
    }
    return size;
}

} // namespace

void TstClaimSize::asksOnlyForIdleThreadsAtFirst()
{
    const ClaimSize size(8, 500);
    QCOMPARE(size.demand({.idleThreads = 5, .liveThreads = 8, .prefetched = 0, .meanExecutionUs = -1}), 5);
    QCOMPARE(size.demand({.idleThreads = 0, .liveThreads = 8, .prefetched = 0, .meanExecutionUs = -1}), 0);
}

void TstClaimSize::doublesWhileTheThreadsRunDry()
{
    ClaimSize size(8, 500);
    QList<int> demands;
    for (int i = 0; i < 4; ++i) {
        demands += size.demand(allIdle(8, 10));
        size.claimed(demands.last(), demands.last(), true);
    }
    QCOMPARE(demands, (QList<int>{8, 16, 24, 40}));
    // A claim that came back short says that there is no more to be had.
    size.claimed(40, 3, true);
    QCOMPARE(size.demand(allIdle(8, 10)), 72);
}

void TstClaimSize::neverAsksForMoreThanTheLimit()
{
    QCOMPARE(grown(8, 500, 20).demand(allIdle(8, 1)), 500);
    QCOMPARE(grown(8, 3, 20).demand(allIdle(8, 1)), 3);
}

void TstClaimSize::claimsNothingAheadOfLongJobs()
{
    const ClaimSize size = grown(8, 500, 20);
    const double tenSeconds = 10e6;
    QCOMPARE(size.demand({.idleThreads = 1, .liveThreads = 8, .prefetched = 0, .meanExecutionUs = tenSeconds}), 1);
    // A tenth of a second's worth of jobs of one millisecond.
    QCOMPARE(size.demand({.idleThreads = 0, .liveThreads = 2, .prefetched = 0, .meanExecutionUs = 1000}), 200);
}

void TstClaimSize::waitsUntilHalfIsUsedUp()
{
    const ClaimSize size = grown(4, 500, 20);
    QCOMPARE(size.demand({.idleThreads = 0, .liveThreads = 4, .prefetched = 501, .meanExecutionUs = 1}), 0);
    QCOMPARE(size.demand({.idleThreads = 0, .liveThreads = 4, .prefetched = 500, .meanExecutionUs = 1}), 500);
}

void TstClaimSize::startsOverAfterJobsWereReturned()
{
    ClaimSize size = grown(4, 500, 20);
    size.startOver();
    QCOMPARE(size.demand(allIdle(4, 1)), 4);
}

void TstClaimSize::claimsNothingWithoutAThread()
{
    QCOMPARE(grown(4, 500, 20).demand(allIdle(0, 1)), 0);
}

QTEST_APPLESS_MAIN(TstClaimSize)
#include "tst_claimsize.moc"
