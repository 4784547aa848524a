// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "consolefixture.h"

#include "execution/workerexecution.h"
#include "pages/historypage.h"
#include "pages/jobspage.h"
#include "widgets/emptystate.h"
#include "widgets/tableview.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QScrollBar>

using namespace jobq;
using namespace jobq::console;

namespace {

// What it takes for every page to have something: done, failed, running, exhausted, scheduled and limited jobs.
void fill(const System &system)
{
    const JobEnqueue enqueue(system);
    RateLimits(system).registerRateLimit(QStringLiteral("smtp"), 1, QStringLiteral("1 hour"));
    JobOptions once;
    once.maxAttempts = 1;
    enqueue.addJob(QStringLiteral("done"), {{QStringLiteral("a"), 1}});
    enqueue.addJob(QStringLiteral("breaks"), {{QStringLiteral("text"), QString(600, QLatin1Char('x'))}}, once);
    const WorkerExecution execution(system);
    ClaimOptions all;
    all.batchSize = 10;
    for (const ClaimedJob &job : execution.getJobs(QStringLiteral("w1"), all)) {
        if (job.taskIdentifier == QLatin1String("done"))
            execution.completeJobs(QStringLiteral("w1"), {job}, std::chrono::milliseconds(12));
        else
            execution.failJobs(QStringLiteral("w1"), {FailedJob(job, QStringLiteral("a long error: ") + QString(500, QLatin1Char('e')))}, std::chrono::milliseconds(40));
    }
    JobOptions queued;
    queued.queueName = QStringLiteral("mail");
    enqueue.addJob(QStringLiteral("running"), {}, queued);
    execution.getJobs(QStringLiteral("w2"));
    JobOptions later = queued;
    later.runAt = QDateTime::currentDateTimeUtc().addDays(1);
    enqueue.addJob(QStringLiteral("later"), {}, later);
    JobOptions limited;
    limited.rateLimitKey = QStringLiteral("smtp");
    limited.flags = {QStringLiteral("vip")};
    enqueue.addJob(QStringLiteral("limited"), {}, limited);
}

} // namespace

class TstPages : public ConsoleTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void everyPageShowsADatabase();
    void everyPageShowsAnEmptyDatabase();
    void modelsAreSound();
    void refreshKeepsSelectionAndScroll();
    void newRowsWaitWhileOneReads();
    void pagesFollowAsOneScrolls();
    void filterIsTypedAndMarked();
    void filterFindsArguments();
};

void TstPages::everyPageShowsADatabase()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    fill(System{ConnectionPool(settings)});
    const auto window = openWindow(settings);
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        picture(window.get(), page->id());
    }
    Theme::apply(Theme::Mode::Dark);
    picture(window.get(), QStringLiteral("maintenance-dark"));
    Theme::apply(Theme::Mode::Light);
}

void TstPages::everyPageShowsAnEmptyDatabase()
{
    const auto window = openWindow(m_postgres.createDatabase());
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        for (const TableView *view : page->findChildren<TableView *>()) {
            if (view->model()->rowCount() == 0)
                QVERIFY2(!view->emptyState()->title().isEmpty(), qPrintable(page->id()));
        }
        picture(window.get(), page->id() + QStringLiteral("-empty"));
    }
}

void TstPages::modelsAreSound()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings);
    QList<QAbstractItemModelTester *> testers;
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        for (const TableView *view : page->findChildren<TableView *>())
            testers << new QAbstractItemModelTester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, window.get());
    }
    QVERIFY(testers.size() >= 8);
    fill(system);
    for (console::Page *page : window->pages()) {
        window->openPage(page->id());
        QSignalSpy read(&window->database(), &Database::readFinished);
        window->clock().refreshNow();
        QTRY_VERIFY(std::any_of(read.cbegin(), read.cend(), [page](const QList<QVariant> &arguments) { return arguments.at(0).toString() == page->title(); }));
    }
}

void TstPages::refreshKeepsSelectionAndScroll()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(150, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 150);
    TableView *view = page->view();
    QTRY_VERIFY(view->verticalScrollBar()->maximum() > 60 * Theme::rowHeight);
    view->verticalScrollBar()->setValue(60 * Theme::rowHeight + 5);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(60, 3 * Theme::rowHeight));
    const QStringList selected = view->selectedKeys();
    QCOMPARE(selected.size(), 1);
    const QString top = page->model()->keyAt(view->rowAt(0));
    QSignalSpy reset(page->model(), &QAbstractItemModel::modelReset);

    // Jobs above what is looked at go, and the order of running brings others.
    JobAdmin(system).permanentlyFailJobs({1, 2, 3, 4, 5}, QStringLiteral("test"));
    window->clock().refreshNow();
    QTRY_COMPARE(page->model()->rowOf(QStringLiteral("1")), 145);
    QCOMPARE(view->selectedKeys(), selected);
    QCOMPARE(page->model()->keyAt(view->rowAt(0)), top);
    QCOMPARE(page->model()->keyAt(view->currentIndex().row()), selected.constFirst());
    QCOMPARE(reset.count(), 0);
}

void TstPages::newRowsWaitWhileOneReads()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(20, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 20);
    QTest::mouseClick(page->view()->viewport(), Qt::LeftButton, {}, QPoint(60, 3 * Theme::rowHeight));
    JobOptions first;
    first.priority = -1;
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("urgent"), first));
    window->clock().refreshNow();
    QTRY_COMPARE(page->heldCount(), 3);
    QCOMPARE(page->model()->rowCount(), 20);
    page->showHeld();
    QCOMPARE(page->model()->rowCount(), 23);
    QCOMPARE(page->model()->at(0).taskIdentifier, QStringLiteral("urgent"));
    QCOMPARE(page->view()->selectedRows(), QList<int>{6});
}

void TstPages::pagesFollowAsOneScrolls()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(2600, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 200);
    QScrollBar *bar = page->view()->verticalScrollBar();
    const auto lastKey = [page] { return page->model()->keyAt(page->model()->rowCount() - 1); };
    for (int i = 2; i <= 13; ++i) {
        page->view()->scrollToBottom();
        QTRY_COMPARE(lastKey(), QString::number(i * 200));
    }
    // The window has a size: what was far above went, and comes back from above.
    QVERIFY(page->model()->rowCount() <= PageWindow::mostPages * PageWindow::pageSize);
    QVERIFY(page->model()->rowOf(QStringLiteral("1")) < 0);
    const auto firstId = [page] { return page->model()->at(0).id; };
    while (firstId() > 1) {
        const JobId before = firstId();
        bar->setValue(0);
        QTRY_VERIFY(firstId() < before);
    }
}

void TstPages::filterIsTypedAndMarked()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("send-email")));
    JobEnqueue(system).addJobs(jobs(7, QStringLiteral("resize")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 12);
    page->view()->setFocus();
    QTest::keyClick(page->view(), Qt::Key_Slash);
    auto *edit = page->findChild<QLineEdit *>();
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, QStringLiteral("task:resize"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(page->model()->rowCount(), 7);
    QTest::keyClicks(edit, QStringLiteral(" status:nonsense"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(edit->property("invalid").toBool());
    QVERIFY(!edit->toolTip().isEmpty());
    QCOMPARE(page->model()->rowCount(), 7);
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_COMPARE(page->model()->rowCount(), 12);
}

void TstPages::filterFindsArguments()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(9, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    page->setFilter(QStringLiteral("args.number:4"));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    QCOMPARE(page->model()->at(0).payload.object().value(QLatin1String("number")).toInt(), 4);
}

QTEST_MAIN(TstPages)
#include "tst_pages.moc"
