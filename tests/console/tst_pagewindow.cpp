// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pagewindow.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq::console;

class TstPageWindow : public jobq::test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void asksForOnePageFirst();
    void hasOneRequestInFlight();
    void dropsAnswersToAnOlderFilter();
    void refreshesAllPagesThatAreShown();
    void dropsPagesAwayFromWhereItGrows();
    void goesOnAfterAFailure();
    void clearedItBeginsAtTheTop();

private:
    static PageEdges page(int number) { return {QStringLiteral("b%1").arg(number), QStringLiteral("e%1").arg(number), 200}; }
    FetchRequest next() { return m_requests.takeFirst(); }

    std::unique_ptr<PageWindow> m_window;
    QList<FetchRequest> m_requests;
};

void TstPageWindow::init()
{
    TestCase::init();
    m_requests.clear();
    m_window = std::make_unique<PageWindow>();
    connect(m_window.get(), &PageWindow::fetchWanted, this, [this](const FetchRequest &request) { m_requests.append(request); });
}

void TstPageWindow::asksForOnePageFirst()
{
    m_window->restart();
    QCOMPARE(m_requests.size(), 1);
    QVERIFY(m_requests.constFirst().kind == FetchRequest::Kind::Refresh);
    QVERIFY(m_requests.constFirst().cursor.isEmpty());
    QCOMPARE(m_requests.constFirst().pages, 1);
}

void TstPageWindow::hasOneRequestInFlight()
{
    m_window->restart();
    m_window->refresh();
    m_window->refresh();
    QCOMPARE(m_requests.size(), 1);
    QVERIFY(m_window->accept(next(), {page(1)}, false, true, false));
    // What was asked for meanwhile follows, once.
    QCOMPARE(m_requests.size(), 1);
    QVERIFY(m_window->accept(next(), {page(1)}, false, true, false));
    QCOMPARE(m_requests.size(), 0);
}

void TstPageWindow::dropsAnswersToAnOlderFilter()
{
    m_window->restart();
    const FetchRequest old = next();
    m_window->restart();
    QVERIFY(!m_window->accept(old, {page(1)}, false, true, false));
    QVERIFY(!m_window->hasAfter());
    QVERIFY(m_window->accept(next(), {page(2)}, false, true, false));
    QVERIFY(m_window->hasAfter());
}

void TstPageWindow::refreshesAllPagesThatAreShown()
{
    m_window->restart();
    m_window->accept(next(), {page(1)}, false, true, false);
    m_window->fetchAfter();
    const FetchRequest after = next();
    QVERIFY(after.kind == FetchRequest::Kind::After);
    QCOMPARE(after.cursor, QStringLiteral("e1"));
    m_window->accept(after, {page(2)}, true, false, false);
    m_window->fetchAfter();
    QVERIFY(m_requests.isEmpty());
    m_window->refresh();
    QCOMPARE(m_requests.constFirst().pages, 2);
    QVERIFY(m_requests.constFirst().cursor.isEmpty());
}

void TstPageWindow::dropsPagesAwayFromWhereItGrows()
{
    m_window->restart();
    m_window->accept(next(), {page(1)}, false, true, false);
    for (int number = 2; number <= PageWindow::mostPages + 1; ++number) {
        m_window->fetchAfter();
        m_window->accept(next(), {page(number)}, true, true, false);
    }
    QCOMPARE(m_window->takeDroppedFront(), 200);
    QCOMPARE(m_window->takeDroppedFront(), 0);
    QVERIFY(m_window->hasBefore());
    m_window->refresh();
    QCOMPARE(m_requests.constFirst().cursor, QStringLiteral("b2"));
    m_window->accept(next(), {page(2), page(3)}, true, true, false);
    m_window->fetchBefore();
    QCOMPARE(m_requests.constFirst().cursor, QStringLiteral("b2"));
    m_window->accept(next(), {page(1)}, false, true, false);
    QVERIFY(m_window->isAtBeginning());
}

void TstPageWindow::goesOnAfterAFailure()
{
    m_window->restart();
    m_window->fail(next());
    QVERIFY(!m_window->isBusy());
    m_window->refresh();
    QCOMPARE(m_requests.size(), 1);
}

void TstPageWindow::clearedItBeginsAtTheTop()
{
    m_window->restart();
    m_window->accept(next(), {page(1)}, false, true, false);
    m_window->fetchAfter();
    m_window->accept(next(), {page(2)}, true, true, false);
    m_window->refresh();
    const FetchRequest old = next();
    m_window->clear();
    QVERIFY(m_requests.isEmpty());
    QVERIFY(!m_window->accept(old, {page(1), page(2)}, false, true, false));
    m_window->refresh();
    QVERIFY(m_requests.constFirst().cursor.isEmpty());
    QCOMPARE(m_requests.constFirst().pages, 1);
}

QTEST_GUILESS_MAIN(TstPageWindow)
#include "tst_pagewindow.moc"
