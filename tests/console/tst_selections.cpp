// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "dialogs/enqueuedialog.h"
#include "pages/failurespage.h"
#include "pages/historypage.h"
#include "pages/jobspage.h"
#include "pages/workerspage.h"
#include "widgets/inspectorpanel.h"
#include "widgets/jsonedit.h"
#include "widgets/tableview.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSpinBox>
#include <QStatusBar>
#include <QToolButton>

using namespace jobq;
using namespace jobq::console;

/// What the actions are about, and who may use them.
class TstSelections : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void keysMeanTheGroupThatIsSelected();
    void keysMeanTheWorkerThatIsSelected();
    void buttonsOfTheInspectorMeanItsJob();
    void copyOfAFinishedJobIsWhole();
    void statementsOfAFinishedJobAreCopied();
    void rightsDecideWhatIsGrey();
    void manyCopiesInProductionAreCountedFirst();
};

void TstSelections::keysMeanTheGroupThatIsSelected()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("mail")));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    const Job other = JobEnqueue(system).addJob(QStringLiteral("charge-card"), {});
    const auto window = openWindow(settings);
    auto *page = qobject_cast<FailuresPage *>(show(*window, QStringLiteral("failures")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    window->openJob(other.id);
    QTRY_VERIFY(window->inspector()->isLoaded());
    page->view()->setFocus();
    QVERIFY(!window->actions().action(QStringLiteral("permanently-fail"))->isEnabled());
    page->view()->selectRow(0);
    QTest::keyClick(page->view(), Qt::Key_X);
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Permanently fail all jobs with the error “smtp down”"));
    QCOMPARE(dialog->preview().affected, 3);
    close(*window, dialog);
    page->view()->setFocus();
    QTest::keyClick(page->view(), Qt::Key_R);
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Replay the jobs that failed with “smtp down”"));
    close(*window, dialog);
    QVERIFY(!window->actions().action(QStringLiteral("unlock"))->isEnabled());
}

void TstSelections::keysMeanTheWorkerThatIsSelected()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("mail")));
    claim(system, QStringLiteral("w1"), 2);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<WorkersPage *>(show(*window, QStringLiteral("workers")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    window->openJob(3);
    QTRY_VERIFY(window->inspector()->isLoaded());
    page->view()->setFocus();
    page->view()->selectRow(0);
    QVERIFY(!window->actions().action(QStringLiteral("permanently-fail"))->isEnabled());
    QTest::keyClick(page->view(), Qt::Key_U);
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Force-unlock the jobs of 1 worker"));
    QCOMPARE(dialog->preview().affected, 2);
    close(*window, dialog);
}

void TstSelections::buttonsOfTheInspectorMeanItsJob()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(5, QStringLiteral("mail")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 5);
    window->openJob(4);
    QTRY_VERIFY(window->inspector()->isLoaded());
    page->view()->setFocus();
    page->view()->selectRow(0);
    QTest::keyClick(page->view(), Qt::Key_E);
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reschedule job 1"));
    close(*window, dialog);
    page->view()->setFocus();
    QTest::mouseClick(field<QToolButton>(window->inspector(), QStringLiteral("Reschedule")), Qt::LeftButton);
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reschedule job 4"));
    close(*window, dialog);
    // Back in the list it is the list again.
    window->inspector()->setFocus();
    page->view()->setFocus();
    QTest::keyClick(page->view(), Qt::Key_E);
    QCOMPARE(previewedDialog(*window)->windowTitle(), QStringLiteral("Reschedule job 1"));
}

void TstSelections::copyOfAFinishedJobIsWhole()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const QString body(20'000, QLatin1Char('x'));
    const Job job = JobEnqueue(system).addJob(QStringLiteral("mail"), {{QStringLiteral("body"), body}});
    WorkerExecution(system).completeJobs(QStringLiteral("w1"), claim(system, QStringLiteral("w1"), 1), std::chrono::milliseconds(1));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<console::HistoryPage *>(show(*window, QStringLiteral("history")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    page->view()->setFocus();
    page->view()->selectRow(0);
    for (const bool isInPanelOnly : {false, true}) {
        if (isInPanelOnly) {
            page->view()->clearSelection();
            window->openJob(job.id);
            QTRY_VERIFY(window->inspector()->isLoaded());
        }
        window->actions().action(QStringLiteral("enqueue-copy"))->trigger();
        EnqueueDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = window->findChild<EnqueueDialog *>()));
        QCOMPARE(dialog->spec().payload.object().value(QLatin1String("body")).toString(), body);
        QTRY_VERIFY(dialog->enqueueButton()->isEnabled());
        press(dialog, QStringLiteral("Cancel"));
        QTRY_VERIFY(!window->findChild<EnqueueDialog *>());
    }
}

void TstSelections::statementsOfAFinishedJobAreCopied()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const Job job = JobEnqueue(system).addJob(QStringLiteral("mail"), {{QStringLiteral("to"), QStringLiteral("jane")}});
    WorkerExecution(system).completeJobs(QStringLiteral("w1"), claim(system, QStringLiteral("w1"), 1), std::chrono::milliseconds(1));
    const auto window = openWindow(settings);
    window->openJob(job.id);
    QTRY_VERIFY(window->inspector()->isLoaded());
    QApplication::clipboard()->setText(QStringLiteral("kept"));
    window->actions().action(QStringLiteral("copy-sql"))->trigger();
    QTRY_VERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("SELECT * FROM jobq.add_job('mail'")));
    // Of what is gone nothing can be copied: the clipboard stays as it is.
    QApplication::clipboard()->setText(QStringLiteral("kept"));
    m_postgres.execute(settings, QStringLiteral("DELETE FROM jobq.history"));
    window->statusBar()->clearMessage();
    window->actions().action(QStringLiteral("copy-sql"))->trigger();
    QTRY_VERIFY(window->statusBar()->currentMessage().startsWith(QLatin1String("Nothing is left of it")));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("kept"));
}

void TstSelections::rightsDecideWhatIsGrey()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const ConnectionSettings limited = m_postgres.createRole(settings);
    const QString role = limited.keyword(QStringLiteral("user"));
    m_postgres.execute(settings, QStringLiteral("GRANT USAGE ON SCHEMA jobq TO %1; GRANT SELECT ON ALL TABLES IN SCHEMA jobq TO %1; GRANT INSERT ON jobq.jobs, jobq.lanes TO %1").arg(role));
    const QStringList forWorkers{QStringLiteral("enqueue"), QStringLiteral("start-workers"), QStringLiteral("refill-limits")};
    const QStringList forOperators{QStringLiteral("replay-range"), QStringLiteral("reset-locked")};
    const QStringList forAdministrators{QStringLiteral("gc-history"), QStringLiteral("gc-queues"), QStringLiteral("gc-tasks"), QStringLiteral("register-limit")};
    const auto check = [](const MainWindow &window, const QStringList &ids, bool isUsable) {
        for (const QString &id : ids) {
            const QAction *action = const_cast<MainWindow &>(window).actions().action(id);
            QVERIFY2(action->isEnabled() == isUsable, qPrintable(id));
            QVERIFY2(isUsable || action->toolTip().contains(QLatin1String("may not")), qPrintable(action->toolTip()));
        }
    };
    {
        const auto window = openWindow(limited);
        check(*window, forWorkers, true);
        check(*window, forOperators + forAdministrators, false);
        window->openPage(QStringLiteral("jobs"));
        QVERIFY(button(window->currentPage(), QStringLiteral("Enqueue …"))->isEnabled());
        QVERIFY(!button(window->currentPage(), QStringLiteral("All that match"))->isEnabled());
    }
    m_postgres.execute(settings, QStringLiteral("GRANT UPDATE ON jobq.jobs TO %1; GRANT INSERT ON jobq.operations TO %1").arg(role));
    const auto window = openWindow(limited);
    check(*window, forWorkers + forOperators, true);
    check(*window, forAdministrators, false);
    window->openPage(QStringLiteral("maintenance"));
    QVERIFY(!button(window->currentPage(), QStringLiteral("Empty queues …"))->isEnabled());
    QVERIFY(button(window->currentPage(), QStringLiteral("Stale locks …"))->isEnabled());
    window->openPage(QStringLiteral("rate-limits"));
    QVERIFY(!button(window->currentPage(), QStringLiteral("Register …"))->isEnabled());
}

void TstSelections::manyCopiesInProductionAreCountedFirst()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings, Environment::Production);
    window->actions().action(QStringLiteral("enqueue"))->trigger();
    auto *dialog = window->findChild<EnqueueDialog *>();
    field<QLineEdit>(dialog, QStringLiteral("Task"))->setText(QStringLiteral("charge-card"));
    // A reason would be kept nowhere: none is asked for.
    for (const QLineEdit *edit : dialog->findChildren<QLineEdit *>())
        QVERIFY(edit->accessibleName() != QLatin1String("Reason"));
    QTRY_VERIFY(dialog->enqueueButton()->isEnabled());
    for (auto *box : dialog->findChildren<QSpinBox *>()) {
        if (box->maximum() == 10'000)
            box->setValue(150);
    }
    QVERIFY(!dialog->enqueueButton()->isEnabled());
    picture(dialog, QStringLiteral("enqueue-production"));
    QTest::keyClicks(field<QLineEdit>(dialog, QStringLiteral("The count, typed in")), QStringLiteral("150"));
    QVERIFY(dialog->enqueueButton()->isEnabled());
    press(dialog, QStringLiteral("Enqueue"));
    QTRY_COMPARE(count(system, QStringLiteral("task:charge-card")), 150);
}

QTEST_MAIN(TstSelections)
#include "tst_selections.moc"
