// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "consolefixture.h"

#include "dialogs/enqueuedialog.h"
#include "dialogs/plandialog.h"
#include "execution/workerexecution.h"
#include "pages/jobspage.h"
#include "widgets/jsonedit.h"
#include "widgets/tableview.h"

#include <QLineEdit>
#include <QPushButton>

using namespace jobq;
using namespace jobq::console;

class TstOperations : public ConsoleTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void failsJobsByKeyAndUndoes();
    void skipsWhatChangedSinceThePreview();
    void productionWantsAReasonAndTheCount();
    void readOnlyConnectionChangesNothing();
    void enqueueMarksWhereJsonIsWrong();
    void enqueueAddsTheJob();

private:
    PlanDialog *openPlan(MainWindow &window, const char *action)
    {
        window.actions().action(QLatin1String(action))->trigger();
        auto *dialog = window.findChild<PlanDialog *>();
        if (!dialog || !QTest::qWaitFor([dialog] { return dialog->isPreviewed(); }, 10'000))
            qFatal("no preview");
        return dialog;
    }
};

void TstOperations::failsJobsByKeyAndUndoes()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 5);
    page->view()->setFocus();
    page->view()->selectAll();
    QTest::keyClick(page->view(), Qt::Key_X);
    auto *dialog = window->findChild<PlanDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isPreviewed());
    QCOMPARE(dialog->preview().affected, 5);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
    QTRY_COMPARE(reported.count(), 1);
    QCOMPARE(Inspector(system).countJobs(parseFilterText(QStringLiteral("status:exhausted")).filter), 5);
    dialog->close();

    QSignalSpy finished(&window->operations(), &Operations::finished);
    QTRY_VERIFY(window->actions().action(QStringLiteral("undo"))->isEnabled());
    QTRY_VERIFY(!window->findChild<PlanDialog *>());
    PlanDialog *undo = openPlan(*window, "undo");
    QTest::mouseClick(undo->runButton(), Qt::LeftButton);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(Inspector(system).countJobs(parseFilterText(QStringLiteral("status:ready")).filter), 5);
}

void TstOperations::skipsWhatChangedSinceThePreview()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 3);
    page->view()->selectAll();
    PlanDialog *dialog = openPlan(*window, "permanently-fail");
    QCOMPARE(dialog->preview().affected, 3);
    RescheduleOptions options;
    options.priority = 7;
    JobAdmin(system).rescheduleJobs({2}, options);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
    QTRY_COMPARE(reported.count(), 1);
    const OperationRun &run = window->operations().runs().constFirst();
    QCOMPARE(run.changed, 2);
    QCOMPARE(run.skipped, (QList<SkippedJob>{{2, SkipReason::Changed}}));
}

void TstOperations::productionWantsAReasonAndTheCount()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(120, QStringLiteral("send-email")));
    const auto window = openWindow(settings, Environment::Production);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 120);
    page->view()->selectAll();
    PlanDialog *dialog = openPlan(*window, "permanently-fail");
    QVERIFY(!dialog->runButton()->isEnabled());
    const auto field = [dialog](const QString &name) {
        for (auto *edit : dialog->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == name)
                return edit;
        }
        return static_cast<QLineEdit *>(nullptr);
    };
    QTest::keyClicks(field(QStringLiteral("Reason")), QStringLiteral("incident 12"));
    QVERIFY(!dialog->runButton()->isEnabled());
    QTest::keyClicks(field(QStringLiteral("The count, typed in")), QStringLiteral("120"));
    QVERIFY(dialog->runButton()->isEnabled());
}

void TstOperations::readOnlyConnectionChangesNothing()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    Profile profile = window->database().profile();
    profile.readOnly = true;
    window->openProfile(profile, settings.keyword(QStringLiteral("password")));
    QTRY_VERIFY(window->database().isConnected());
    QVERIFY(window->database().facts()->isReadOnly);
    QAction *enqueue = window->actions().action(QStringLiteral("enqueue"));
    QVERIFY(!enqueue->isEnabled());
    QVERIFY(enqueue->toolTip().contains(QLatin1String("read-only")));
}

void TstOperations::enqueueMarksWhereJsonIsWrong()
{
    const auto window = openWindow(m_postgres.createDatabase());
    window->actions().action(QStringLiteral("enqueue"))->trigger();
    auto *dialog = window->findChild<EnqueueDialog *>();
    QVERIFY(dialog);
    dialog->payload()->setPlainText(QStringLiteral("{\n  \"a\": 1,\n  b\n}"));
    QVERIFY(dialog->payload()->mistake().startsWith(QLatin1String("Line 3, column 3")));
    QVERIFY(!dialog->enqueueButton()->isEnabled());
}

void TstOperations::enqueueAddsTheJob()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTest::keyClick(window.get(), Qt::Key_N, Qt::ControlModifier);
    auto *dialog = window->findChild<EnqueueDialog *>();
    QVERIFY(dialog);
    for (auto *edit : dialog->findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == QLatin1String("Task"))
            QTest::keyClicks(edit, QStringLiteral("send-email"));
    }
    dialog->payload()->setPlainText(QStringLiteral("{\"big\":12345678901234567890}"));
    QVERIFY2(dialog->enqueueButton()->isEnabled(), qPrintable(dialog->enqueueButton()->toolTip()));
    QTest::mouseClick(dialog->enqueueButton(), Qt::LeftButton);
    QTRY_VERIFY(!window->operations().runs().isEmpty());
    QTRY_COMPARE(window->operations().runs().constFirst().summary(), QStringLiteral("Added job 1."));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    QCOMPARE(page->model()->at(0).payload.text(), QStringLiteral("{\"big\": 12345678901234567890}"));
}

QTEST_MAIN(TstOperations)
#include "tst_operations.moc"
