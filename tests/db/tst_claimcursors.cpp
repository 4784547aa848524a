// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/claimcursors.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;
using namespace std::chrono_literals;

class TstClaimCursors : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstLookIsFromTheBeginning();
    void aClaimResumesBehindTheLastOne();
    void afterAShortClaimTheNextLooksFully();
    void anExpensiveFullLookIsNotRepeatedForShortClaims();
    void filtersHaveTheirOwnPlaces();
    void rewindingStartsOver();
    void largeClaimsLeaveTheFullLookToTheServer();

private:
    static ClaimCursors::Outcome taken(JobId upTo, bool wasFull, bool wasShort, std::chrono::nanoseconds duration = 1ms)
    {
        return {{{1, {0, 0, upTo}}}, wasFull, wasShort, duration};
    }
};

void TstClaimCursors::theFirstLookIsFromTheBeginning()
{
    QVERIFY(ClaimCursors().next(QStringLiteral("f"), 1).behind.isEmpty());
}

void TstClaimCursors::aClaimResumesBehindTheLastOne()
{
    ClaimCursors cursors;
    // So dear a look that its time does not come again while the test runs.
    cursors.advance(QStringLiteral("f"), taken(7, true, false, 1h));
    QCOMPARE(cursors.next(QStringLiteral("f"), 1).behind.value(1).id, JobId(7));
    cursors.advance(QStringLiteral("f"), taken(9, false, false));
    QCOMPARE(cursors.next(QStringLiteral("f"), 1).behind.value(1).id, JobId(9));
}

// Behind the cursor there may be jobs that somebody had locked, or that came later with an earlier run-at.
void TstClaimCursors::afterAShortClaimTheNextLooksFully()
{
    ClaimCursors cursors;
    cursors.advance(QStringLiteral("f"), taken(7, true, false));
    cursors.advance(QStringLiteral("f"), taken(8, false, true));
    QVERIFY(cursors.next(QStringLiteral("f"), 1).behind.isEmpty());
    cursors.advance(QStringLiteral("f"), taken(8, true, true));
    QVERIFY(cursors.next(QStringLiteral("f"), 1).behind.isEmpty());
}

void TstClaimCursors::anExpensiveFullLookIsNotRepeatedForShortClaims()
{
    ClaimCursors cursors;
    cursors.advance(QStringLiteral("f"), taken(7, true, true, 1h));
    QCOMPARE(cursors.next(QStringLiteral("f"), 1).behind.value(1).id, JobId(7));
}

void TstClaimCursors::filtersHaveTheirOwnPlaces()
{
    ClaimCursors cursors;
    cursors.advance(QStringLiteral("f"), taken(7, true, false));
    QVERIFY(cursors.next(QStringLiteral("g"), 1).behind.isEmpty());
}

void TstClaimCursors::rewindingStartsOver()
{
    ClaimCursors cursors;
    cursors.advance(QStringLiteral("f"), taken(7, true, false));
    cursors.rewind();
    QVERIFY(cursors.next(QStringLiteral("f"), 1).behind.isEmpty());
}

// The marks that all processes share tell when the next full look is due; what only this process knows stays.
void TstClaimCursors::largeClaimsLeaveTheFullLookToTheServer()
{
    ClaimCursors cursors;
    const auto next = [&cursors](int batchSize) { return cursors.next(QStringLiteral("f"), batchSize).behind; };
    QVERIFY(next(ClaimCursors::LargeClaim).isEmpty());
    cursors.advance(QStringLiteral("f"), taken(7, true, false));
    QTRY_VERIFY(next(ClaimCursors::LargeClaim - 1).isEmpty());
    QVERIFY(!next(ClaimCursors::LargeClaim).isEmpty());
    cursors.advance(QStringLiteral("f"), taken(8, false, true));
    QVERIFY(next(ClaimCursors::LargeClaim).isEmpty());
}

QTEST_APPLESS_MAIN(TstClaimCursors)
#include "tst_claimcursors.moc"
