// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "db/connection.h"
#include "pages/jobspage.h"
#include "pages/lockedpage.h"
#include "pages/queuespage.h"
#include "widgets/tableview.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSpinBox>

using namespace jobq;
using namespace jobq::console;

class TstPlans : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void reschedulesTheSelection();
    void failsAllThatMatch();
    void allThatMatchReachesBeyondTheShownRows();
    void unlocksJobsAndQueues();
    void resetsLocksOfAnAge();
    void opensOnlyTheLocksThatItShowed();
    void saysHowManyOfThemRun();
    void cancelsBetweenBatches();
    void closingEndsTheLookAhead();
};

void TstPlans::reschedulesTheSelection()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions queued;
    queued.queueName = QStringLiteral("mail");
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email"), queued));
    JobEnqueue(system).addJobs(jobs(4, QStringLiteral("resize")));
    const QList<ClaimedJob> running = claim(system, QStringLiteral("w1"), 1);
    QCOMPARE(running.size(), 1);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 7);
    page->view()->setFocus();
    page->view()->selectAll();
    QTest::keyClick(page->view(), Qt::Key_E);
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reschedule 7 jobs"));
    QTest::mouseClick(field<QCheckBox>(dialog, QStringLiteral("Priority")), Qt::LeftButton, {}, QPoint(8, 8));
    field<QSpinBox>(dialog, QStringLiteral("Priority"))->setValue(5);
    QVERIFY(!dialog->runButton()->isEnabled());
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 6);
    QCOMPARE(dialog->preview().jobs.skipped, (QList<SkippedJob>{{running.constFirst().id, SkipReason::Locked}}));
    QVERIFY(dialog->view()->skipped().startsWith(QLatin1String("1 skipped: ")));
    QCOMPARE(dialog->preview().jobs.groups.size(), 2);
    const OperationRun run = runAndClose(*window, dialog, QStringLiteral("reschedule"));
    QCOMPARE(run.changed, 6);
    QCOMPARE(run.summary(), QStringLiteral("6 jobs changed, 1 skipped"));
    QCOMPARE(count(system, QStringLiteral("priority:5")), 6);
    QCOMPARE(count(system, QStringLiteral("priority:0")), 1);
}

void TstPlans::failsAllThatMatch()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("send-email")));
    JobEnqueue(system).addJobs(jobs(4, QStringLiteral("resize")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    page->setFilter(QStringLiteral("task:resize"));
    QTRY_COMPARE(page->model()->rowCount(), 4);
    chooseFromAllMenu(page, QStringLiteral("Permanently fail …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Permanently fail all jobs that match task:resize"));
    QCOMPARE(dialog->preview().affected, 4);
    auto *error = field<QLineEdit>(dialog, QStringLiteral("Error to record"));
    error->selectAll();
    QTest::keyClicks(error, QStringLiteral("retired"));
    dialog = previewedDialog(*window);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("permanently-fail")).changed, 4);
    QCOMPARE(count(system, QStringLiteral("status:exhausted error:retired")), 4);
    QCOMPARE(count(system, QStringLiteral("status:ready")), 5);
}

void TstPlans::allThatMatchReachesBeyondTheShownRows()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(450, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 200);
    chooseFromAllMenu(page, QStringLiteral("Reschedule …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reschedule all jobs"));
    QCOMPARE(dialog->preview().affected, 450);
    QCOMPARE(runAndClose(*window, dialog).changed, 450);
}

void TstPlans::unlocksJobsAndQueues()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions queued;
    queued.queueName = QStringLiteral("mail");
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("send-email"), queued));
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("resize")));
    QCOMPARE(claim(system, QStringLiteral("w1"), 10).size(), 4);
    const auto window = openWindow(settings);
    auto *queues = qobject_cast<QueuesPage *>(show(*window, QStringLiteral("queues")));
    QTRY_COMPARE(queues->model()->rowCount(), 2);
    queues->view()->selectRow(1);
    press(queues, QStringLiteral("Force-unlock …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Force-unlock 1 queue"));
    QCOMPARE(dialog->preview().affected, 1);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("unlock-queue")).changed, 1);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 3);
    auto *locked = qobject_cast<console::LockedPage *>(show(*window, QStringLiteral("locked")));
    QTRY_COMPARE(locked->model()->rowCount(), 3);
    locked->view()->selectRow(0);
    locked->view()->setFocus();
    QTest::keyClick(locked->view(), Qt::Key_U);
    QCOMPARE(runAndClose(*window, previewedDialog(*window), QStringLiteral("unlock-jobs")).changed, 1);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 2);
    QTRY_COMPARE(locked->model()->rowCount(), 2);
    chooseFromAllMenu(locked, QStringLiteral("Force-unlock …"));
    QCOMPARE(runAndClose(*window, previewedDialog(*window)).changed, 2);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 0);
}

void TstPlans::resetsLocksOfAnAge()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    JobEnqueue(system).addJobs(jobs(1, QStringLiteral("resize"), once()));
    QCOMPARE(claim(system, QStringLiteral("w1"), 3).size(), 3);
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.jobs SET locked_at = locked_at - interval '5 hours' WHERE id <= 2"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "reset-locked");
    QCOMPARE(dialog->preview().affected, 2);
    QCOMPARE(dialog->preview().jobs.groups.constFirst().count, 2);
    QVERIFY(dialog->preview().notes.join(QLatin1Char(' ')).contains(QLatin1String("1 lock younger")));
    QCOMPARE(dialog->view()->summary(), QStringLiteral("2 locks will be opened."));
    field<QSpinBox>(dialog, QStringLiteral("Age"))->setValue(6);
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 0);
    field<QSpinBox>(dialog, QStringLiteral("Age"))->setValue(5);
    dialog = previewedDialog(*window);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("reset-locked")).summary(), QStringLiteral("2 locks opened"));
    QCOMPARE(count(system, QStringLiteral("status:locked")), 1);
}

void TstPlans::opensOnlyTheLocksThatItShowed()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(353, QStringLiteral("send-email")));
    QCOMPARE(claim(system, QStringLiteral("dead"), 3).size(), 3);
    const QString age = QStringLiteral("UPDATE jobq.jobs SET locked_at = locked_at - interval '5 hours' WHERE state = 'locked'");
    m_postgres.execute(settings, age);
    const auto window = openWindow(settings, Environment::Production);
    PlanDialog *dialog = trigger(*window, "reset-locked");
    QCOMPARE(dialog->preview().affected, 3);
    QCOMPARE(dialog->preview().jobs.groups.constFirst().count, 3);
    field<QLineEdit>(dialog, QStringLiteral("Reason"))->setText(QStringLiteral("a worker died"));
    // These come of age before the button is pressed.
    QCOMPARE(claim(system, QStringLiteral("alive"), 350).size(), 350);
    m_postgres.execute(settings, age);
    QCOMPARE(runAndClose(*window, dialog).summary(), QStringLiteral("3 locks opened"));
    QCOMPARE(count(system, QStringLiteral("status:locked")), 350);
}

void TstPlans::saysHowManyOfThemRun()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(6, QStringLiteral("send-email")));
    QCOMPARE(claim(system, QStringLiteral("w1"), 3).size(), 3);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 6);
    page->view()->selectAll();
    PlanDialog *dialog = trigger(*window, "permanently-fail");
    QCOMPARE(dialog->preview().affected, 6);
    QCOMPARE(dialog->preview().notes, QStringList{QStringLiteral("3 of them are running now; their workers lose them.")});
    picture(dialog, QStringLiteral("fail-running"));
    close(*window, dialog);
}

void TstPlans::cancelsBetweenBatches()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(1000, QStringLiteral("send-email")));
    // The change waits for this job's row: it can't get past the second batch.
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; SELECT FROM jobq.jobs WHERE id = 300 FOR UPDATE"), QStringLiteral("block"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 200);
    chooseFromAllMenu(page, QStringLiteral("Reschedule …"));
    PlanDialog *dialog = previewedDialog(*window);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
    QVERIFY(!dialog->runButton()->isVisible());
    picture(dialog, QStringLiteral("running"));
    QTRY_COMPARE(window->operations().runs().constFirst().processed, 200);
    QTest::mouseClick(dialog->cancelButton(), Qt::LeftButton);
    QTRY_COMPARE(reported.count(), 1);
    const OperationRun run = window->operations().runs().constFirst();
    QVERIFY(run.state == OperationRun::State::Cancelled);
    QCOMPARE(run.changed, 200);
    QCOMPARE(run.summary(), QStringLiteral("Cancelled: 200 jobs changed until then."));
    picture(dialog, QStringLiteral("cancelled"));
}

void TstPlans::closingEndsTheLookAhead()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(3, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    // Nothing else is to wait below: no page reads any more.
    window->clock().setPaused(true);
    const QString active = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'jobq-console' AND state = 'active'");
    int idle = 0; // one look may fall between two statements of the same read
    QTRY_VERIFY((idle = m_postgres.number(settings, active) == 0 ? idle + 1 : 0) >= 5);
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; LOCK TABLE jobq.jobs IN ACCESS EXCLUSIVE MODE"), QStringLiteral("block"));
    window->actions().action(QStringLiteral("replay-range"))->trigger();
    auto *dialog = window->findChild<PlanDialog *>();
    QVERIFY(dialog);
    const QString anyWaiting = QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'jobq.jobs'::regclass");
    QTRY_VERIFY(m_postgres.number(settings, anyWaiting) >= 1);
    QVERIFY(!dialog->isPreviewed());
    QTest::mouseClick(dialog->cancelButton(), Qt::LeftButton);
    QTRY_COMPARE(m_postgres.number(settings, anyWaiting), 0);
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
}

QTEST_MAIN(TstPlans)
#include "tst_plans.moc"
