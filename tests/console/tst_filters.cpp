// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "pages/failurespage.h"
#include "pages/historypage.h"
#include "pages/jobspage.h"
#include "pages/lockedpage.h"
#include "pages/queuespage.h"
#include "widgets/tableview.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QStatusBar>

#include <algorithm>

using namespace jobq;
using namespace jobq::console;

class TstFilters : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void historyMarksWhatItCantFilterBy();
    void historyNamesItsFilterInTheDialog();
    void historyTakesATimeRange();
    void mistakenFilterOfJobsStopsAllThatMatch();
    void failuresAreThoseOfATask();
    void lockedAreThoseOfAWorker();
    void allQueuesAndWorkersThatMatchAreUnlocked();
    void viewsKeepEveryFilter();
    void keysGoToTheFirstField();
    void namesAreQuotedInFilters();

private:
    /// Some line of the page begins like this.
    static bool isSaid(const QWidget *page, const QString &beginning)
    {
        const QList<QLabel *> labels = page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->isVisible() && label->text().startsWith(beginning); });
    }
    static void type(QLineEdit *edit, const QString &text)
    {
        edit->setText(text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
};

void TstFilters::historyMarksWhatItCantFilterBy()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("mail"), once()));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("charge"), once()));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    failAll(system, QStringLiteral("charge"), QStringLiteral("declined"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<console::HistoryPage *>(show(*window, QStringLiteral("history")));
    auto *edit = field<QLineEdit>(page, QStringLiteral("Filter"));
    const QPushButton *all = button(page, QStringLiteral("All that match"));
    for (const char *text : {"tsk:mail", "task:mail age>nonsense", "key:abc", "flag:x", "limit:smtp", "priority:5 task:mail", "attempts>2", "task:", "job:abc", "status:nonsense", "from:yesterday", "job:1 job:2"}) {
        type(edit, QStringLiteral("task:mail"));
        QTRY_COMPARE(page->model()->rowCount(), 3);
        QVERIFY(all->isEnabled());
        edit->setText(QLatin1String(text));
        // At once: the list still shows what the box says no more.
        QVERIFY2(!all->isEnabled(), text);
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY2(edit->property("invalid").toBool(), text);
        QVERIFY2(!edit->toolTip().isEmpty(), text);
        QVERIFY2(isSaid(page, QStringLiteral("The filter holds a mistake: ")), text);
        QVERIFY2(!all->isEnabled() && all->toolTip().startsWith(QLatin1String("The filter holds a mistake: ")), qPrintable(all->toolTip()));
        QVERIFY2(!button(page, QStringLiteral("Export …"))->isEnabled(), text);
        QCOMPARE(page->model()->rowCount(), 3);
    }
    picture(window.get(), QStringLiteral("history-mistake"));
    const QList<QPair<QString, int>> good{{QStringLiteral("status:failed task:mail"), 3}, {QStringLiteral("status:completed,abandoned"), 0}, {QStringLiteral("status:failed,abandoned"), 5},
                                          {QStringLiteral("job:1"), 1}, {QStringLiteral("declined"), 2}, {QStringLiteral("age<1h task:charge"), 2}, {QStringLiteral("age>1h"), 0}};
    for (const auto &[text, rows] : good) {
        type(edit, text);
        QTRY_COMPARE(page->model()->rowCount(), rows);
        QVERIFY2(!edit->property("invalid").toBool() && all->isEnabled() && !isSaid(page, QStringLiteral("The filter holds")), qPrintable(text));
    }
}

void TstFilters::historyNamesItsFilterInTheDialog()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("mail"), once()));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("charge"), once()));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    failAll(system, QStringLiteral("charge"), QStringLiteral("declined"));
    const auto window = openWindow(settings);
    auto *page = show(*window, QStringLiteral("history"));
    page->setFilter(QStringLiteral("status:failed task:mail"));
    chooseFromAllMenu(page, QStringLiteral("Replay …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Replay the jobs of the executions that match task:mail status:failed"));
    QCOMPARE(dialog->preview().affected, 3);
    picture(dialog, QStringLiteral("replay-history"));
    close(*window, dialog);
}

void TstFilters::historyTakesATimeRange()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(4, QStringLiteral("mail"), once()));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.history SET finished_at = finished_at - job_id * interval '1 day'"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<console::HistoryPage *>(show(*window, QStringLiteral("history")));
    QTRY_COMPARE(page->model()->rowCount(), 4);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString range = QStringLiteral("from:%1 to:%2").arg(now.addDays(-3).addSecs(-3600).toString(Qt::ISODate), now.addDays(-2).addSecs(3600).toString(Qt::ISODate));
    page->setFilter(range);
    QTRY_COMPARE(page->model()->rowCount(), 2);
    QCOMPARE(page->filter(), range);
    QCOMPARE(field<QComboBox>(page, QStringLiteral("Time range"))->currentText(), QStringLiteral("From … to …"));
    picture(window.get(), QStringLiteral("history-range"));
    page->setFilter({});
    QTRY_COMPARE(page->model()->rowCount(), 4);
}

void TstFilters::mistakenFilterOfJobsStopsAllThatMatch()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(3, QStringLiteral("mail")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 3);
    auto *edit = field<QLineEdit>(page, QStringLiteral("Filter"));
    const QPushButton *all = button(page, QStringLiteral("All that match"));
    QVERIFY(all->isEnabled());
    edit->setText(QStringLiteral("task:none prioritty:3"));
    QVERIFY(!all->isEnabled());
    QTRY_VERIFY(edit->property("invalid").toBool());
    QVERIFY2(!all->isEnabled() && all->toolTip().contains(QLatin1String("prioritty")), qPrintable(all->toolTip()));
    type(edit, QStringLiteral("task:none"));
    QTRY_COMPARE(page->model()->rowCount(), 0);
    QVERIFY(all->isEnabled());
}

void TstFilters::failuresAreThoseOfATask()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    for (const char *task : {"mail", "charge"}) {
        JobEnqueue(system).addJobs(jobs(2, QLatin1String(task), once()));
        failAll(system, QLatin1String(task), QStringLiteral("no answer"));
    }
    const auto window = openWindow(settings);
    auto *page = qobject_cast<FailuresPage *>(show(*window, QStringLiteral("failures")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    QCOMPARE(page->model()->at(0).count, 4);
    type(field<QLineEdit>(page, QStringLiteral("Task")), QStringLiteral("charge"));
    QTRY_COMPARE(page->model()->at(0).count, 2);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Replay the group …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Replay the jobs of the task charge that failed with “no answer”"));
    QCOMPARE(dialog->preview().affected, 2);
    QCOMPARE(dialog->preview().jobs.groups.constFirst().taskIdentifier, QStringLiteral("charge"));
    close(*window, dialog);
}

void TstFilters::lockedAreThoseOfAWorker()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("mail")));
    claim(system, QStringLiteral("host:1:a b"), 2);
    claim(system, QStringLiteral("w2"), 3);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<console::LockedPage *>(show(*window, QStringLiteral("locked")));
    QTRY_COMPARE(page->model()->rowCount(), 5);
    chooseFromAllMenu(page, QStringLiteral("Force-unlock …"));
    QCOMPARE(previewedDialog(*window)->windowTitle(), QStringLiteral("Force-unlock all running jobs"));
    close(*window, previewedDialog(*window));
    type(field<QLineEdit>(page, QStringLiteral("Worker")), QStringLiteral("host:1:a b"));
    QTRY_COMPARE(page->model()->rowCount(), 2);
    chooseFromAllMenu(page, QStringLiteral("Force-unlock …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Force-unlock all running jobs that match worker:\"host:1:a b\""));
    QCOMPARE(dialog->preview().affected, 2);
    close(*window, dialog);
    page->setFilter(QStringLiteral("w2"));
    QTRY_COMPARE(page->model()->rowCount(), 3);
    // From the workers one comes here.
    auto *workers = show(*window, QStringLiteral("workers"));
    auto *view = workers->findChild<TableView *>();
    QTRY_COMPARE(view->model()->rowCount(), 2);
    view->selectRow(0);
    press(workers, QStringLiteral("Its jobs"));
    QCOMPARE(window->currentPage()->id(), QStringLiteral("locked"));
    QTRY_COMPARE(page->model()->rowCount(), 2);
}

void TstFilters::allQueuesAndWorkersThatMatchAreUnlocked()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    for (const char *name : {"mail-a", "mail-b", "other"}) {
        JobOptions queued;
        queued.queueName = QLatin1String(name);
        JobEnqueue(system).addJobs(jobs(1, QStringLiteral("mail"), queued));
    }
    claim(system, QStringLiteral("w1"), 3);
    const auto window = openWindow(settings);
    auto *queues = show(*window, QStringLiteral("queues"));
    queues->setFilter(QStringLiteral("mail"));
    chooseFromAllMenu(queues, QStringLiteral("Force-unlock …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Force-unlock all queues that match mail"));
    QCOMPARE(runAndClose(*window, dialog).changed, 2);
    auto *workers = show(*window, QStringLiteral("workers"));
    workers->setFilter(QStringLiteral("alive"));
    chooseFromAllMenu(workers, QStringLiteral("Force-unlock …"));
    QCOMPARE(previewedDialog(*window)->preview().affected, 0);
    close(*window, previewedDialog(*window));
    workers->setFilter(QStringLiteral("silent"));
    chooseFromAllMenu(workers, QStringLiteral("Force-unlock …"));
    QCOMPARE(runAndClose(*window, previewedDialog(*window)).changed, 1);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 0);
}

void TstFilters::viewsKeepEveryFilter()
{
    const auto window = openWindow(m_postgres.createDatabase());
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        const QString before = page->filter();
        QStringList chosen;
        for (auto *box : page->findChildren<QComboBox *>()) {
            if (box->accessibleName() == QLatin1String("Order")) // that's no filter
                continue;
            box->setCurrentIndex(2);
            chosen << box->currentText();
        }
        const QString view = page->filter();
        QVERIFY2(chosen.isEmpty() || view != before, qPrintable(page->id()));
        for (auto *box : page->findChildren<QComboBox *>())
            box->setCurrentIndex(0);
        page->setFilter(view);
        QCOMPARE(page->filter(), view);
        QStringList shown;
        for (auto *box : page->findChildren<QComboBox *>()) {
            if (box->accessibleName() != QLatin1String("Order"))
                shown << box->currentText();
        }
        QCOMPARE(shown, chosen);
    }
}

void TstFilters::keysGoToTheFirstField()
{
    const auto window = openWindow(m_postgres.createDatabase());
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        page->setFocus();
        QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
        if (page->id() == QLatin1String("maintenance")) {
            QCOMPARE(window->statusBar()->currentMessage(), QStringLiteral("This page has no filter."));
            continue;
        }
        const QWidget *focused = window->focusWidget();
        QVERIFY2(page->isAncestorOf(focused) && (qobject_cast<const QLineEdit *>(focused) || qobject_cast<const QComboBox *>(focused)), qPrintable(page->id()));
    }
}

void TstFilters::namesAreQuotedInFilters()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions queued;
    queued.queueName = QStringLiteral("a\"b c");
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("mail"), queued));
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("none")));
    const auto window = openWindow(settings);
    auto *queues = qobject_cast<QueuesPage *>(show(*window, QStringLiteral("queues")));
    QTRY_COMPARE(queues->model()->rowCount(), 2);
    auto *list = qobject_cast<JobsPage *>(window->page(QStringLiteral("jobs")));
    for (int row = 0; row < 2; ++row) {
        window->openPage(QStringLiteral("queues"));
        Q_EMIT queues->view()->doubleClicked(queues->model()->index(row, 0));
        QCOMPARE(window->currentPage()->id(), QStringLiteral("jobs"));
        QVERIFY(!field<QLineEdit>(list, QStringLiteral("Filter"))->property("invalid").toBool());
        QTRY_COMPARE(list->model()->rowCount(), queues->model()->at(row).name.isEmpty() ? 3 : 2);
    }
}

QTEST_MAIN(TstFilters)
#include "tst_filters.moc"
