// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "db/connection.h"
#include "dialogs/enqueuedialog.h"
#include "pages/jobspage.h"
#include "support/lossyproxy.h"
#include "widgets/tableview.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>

using namespace jobq;
using namespace jobq::console;

/// What becomes of a change that waits for a lock, or whose answer is lost.
class TstInterruptions : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void cancelStopsAStatementThatWaits();
    void anotherDatabaseOpensMeanwhile();
    void quittingAsksAndStops();
    void aLostAnswerIsNotCalledAFailure();
    void aLostAnswerIsNotEnqueuedTwice();

private:
    /// A dialog that fails all jobs and is on its way.
    PlanDialog *startFailing(MainWindow &window, const ConnectionSettings &settings, int count)
    {
        auto *page = qobject_cast<JobsPage *>(show(window, QStringLiteral("jobs")));
        if (!QTest::qWaitFor([&] { return page->model()->rowCount() == qMin(count, 200); }))
            qFatal("no rows");
        page->setFilter(QStringLiteral("task:send-email"));
        chooseFromAllMenu(page, QStringLiteral("Permanently fail …"));
        PlanDialog *dialog = previewedDialog(window);
        QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
        const QString waiting = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        if (!QTest::qWaitFor([&] { return m_postgres.number(settings, waiting) >= 1; }))
            qFatal("nothing waits");
        return dialog;
    }
};

void TstInterruptions::cancelStopsAStatementThatWaits()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(1000, QStringLiteral("send-email")));
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; SELECT FROM jobq.jobs WHERE id = 300 FOR UPDATE"), QStringLiteral("block"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = startFailing(*window, settings, 1000);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QSignalSpy progress(&window->operations(), &Operations::changed);
    QTRY_VERIFY(progress.count() > 0);
    QTest::mouseClick(dialog->cancelButton(), Qt::LeftButton);
    QCOMPARE(dialog->view()->summary(), QStringLiteral("Stopping …"));
    QTRY_COMPARE(reported.count(), 1); // though the job is still locked
    QCOMPARE(dialog->view()->summary(), QStringLiteral("Cancelled: 200 jobs changed until then."));
    QCOMPARE(count(system, QStringLiteral("status:exhausted")), 200);
    close(*window, dialog);
}

void TstInterruptions::anotherDatabaseOpensMeanwhile()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const ConnectionSettings other = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; SELECT FROM jobq.jobs WHERE id = 3 FOR UPDATE"), QStringLiteral("block"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = startFailing(*window, settings, 3);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QSignalSpy connected(&window->database(), &Database::connected);
    window->openProfile(Profile::fromAddress(other.connectionString()), other.keyword(QStringLiteral("password")));
    QTRY_COMPARE(connected.count(), 1);
    QVERIFY(reported.isEmpty());
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    QTRY_COMPARE(reported.count(), 1);
    QCOMPARE(dialog->view()->summary(), QStringLiteral("3 jobs changed"));
    QCOMPARE(count(system, QStringLiteral("status:exhausted")), 3);
}

void TstInterruptions::quittingAsksAndStops()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; SELECT FROM jobq.jobs WHERE id = 3 FOR UPDATE"), QStringLiteral("block"));
    auto window = openWindow(settings);
    startFailing(*window, settings, 3);
    QVERIFY(!window->close());
    auto *question = window->findChild<QMessageBox *>();
    QVERIFY(question);
    picture(question, QStringLiteral("close-question"));
    press(question, QStringLiteral("Let it run"));
    QTRY_VERIFY(!window->findChild<QMessageBox *>());
    QVERIFY(window->isVisible());
    QVERIFY(!window->close());
    press(window->findChild<QMessageBox *>(), QStringLiteral("Stop it and quit"));
    QTRY_VERIFY(!window->isVisible());
    QElapsedTimer timer;
    timer.start();
    window.reset();
    // Uncancelled, it would wait for the lock for as long as lock_timeout lets it: 10 seconds at least.
    QVERIFY(timer.elapsed() < 5'000);
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    QCOMPARE(count(system, QStringLiteral("status:exhausted")), 0);
}

void TstInterruptions::aLostAnswerIsNotCalledAFailure()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    test::LossyProxy proxy(settings);
    const auto window = openWindow(proxy.settings());
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 3);
    page->view()->selectAll();
    PlanDialog *dialog = trigger(*window, "permanently-fail");
    proxy.loseAnswerTo("failed by an operator");
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
    QTRY_COMPARE(reported.count(), 1);
    QVERIFY(proxy.hasLostAnswer());
    QVERIFY2(dialog->view()->summary().startsWith(QLatin1String("It is not known whether anything was changed")), qPrintable(dialog->view()->summary()));
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(QLatin1String("unexpectedly Whether")), qPrintable(label->text()));
    picture(dialog, QStringLiteral("outcome-unknown"));
    // It was done: looking again shows so, and nothing is done twice.
    press(dialog, QStringLiteral("Look again"));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isPreviewed(), 15'000);
    QCOMPARE(dialog->preview().affected, 0);
    QVERIFY(!dialog->runButton()->isEnabled());
    QCOMPARE(dialog->runButton()->text(), QStringLiteral("Permanently fail"));
    close(*window, dialog);
}

void TstInterruptions::aLostAnswerIsNotEnqueuedTwice()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    test::LossyProxy proxy(settings);
    const auto window = openWindow(proxy.settings());
    show(*window, QStringLiteral("jobs"));
    window->actions().action(QStringLiteral("enqueue"))->trigger();
    auto *dialog = window->findChild<EnqueueDialog *>();
    QVERIFY(dialog);
    field<QLineEdit>(dialog, QStringLiteral("Task"))->setText(QStringLiteral("charge-card"));
    QVERIFY(dialog->enqueueButton()->isEnabled());
    proxy.loseAnswerTo("charge-card");
    QTest::mouseClick(dialog->enqueueButton(), Qt::LeftButton);
    QTRY_VERIFY(!window->operations().isRunning());
    QVERIFY(proxy.hasLostAnswer());
    QVERIFY(dialog->isVisible());
    QVERIFY(!dialog->enqueueButton()->isEnabled());
    picture(dialog, QStringLiteral("enqueue-outcome-unknown"));
    QTRY_VERIFY_WITH_TIMEOUT(window->database().isConnected(), 15'000);
    QVERIFY(!dialog->enqueueButton()->isEnabled());
    QCOMPARE(count(system, QStringLiteral("task:charge-card")), 1);
    press(dialog, QStringLiteral("I have looked: it was not added"));
    QVERIFY(dialog->enqueueButton()->isEnabled());
}

QTEST_MAIN(TstInterruptions)
#include "tst_interruptions.moc"
