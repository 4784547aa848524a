// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "pages/failurespage.h"
#include "widgets/tableview.h"

#include <QCheckBox>
#include <QLineEdit>

using namespace jobq;
using namespace jobq::console;

class TstReplayPlans : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void replaysFailuresOfATask();
    void canaryLeavesTheRest();
    void replayTellsHowLongTheLimitNeeds();
    void replaysTheGroupOfAnError();
    void groupIsThoseWhoseLastExecutionFailedLikeThis();
    void againForTheRest();
};

void TstReplayPlans::replaysFailuresOfATask()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email"), once()));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("resize")));
    JobEnqueue(system).addJobs(jobs(1, QStringLiteral("other"), once()));
    for (const char *task : {"send-email", "resize", "other"})
        failAll(system, QLatin1String(task), QStringLiteral("broken"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "replay-range");
    // What waits for its own retry is not replayed, and it says so.
    QCOMPARE(dialog->preview().affected, 4);
    QCOMPARE(dialog->preview().jobs.skipped.size(), 2);
    QCOMPARE(dialog->preview().jobs.skipped.constFirst().reason, SkipReason::StillWaiting);
    QTest::keyClicks(field<QLineEdit>(dialog, QStringLiteral("Task")), QStringLiteral("send-email"));
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 3);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("replay")).changed, 3);
    QCOMPARE(count(system, QStringLiteral("task:send-email flag:replay status:ready")), 3);
    QCOMPARE(count(system, QStringLiteral("task:other status:exhausted")), 1);
    // Undo takes away what has not begun.
    claim(system, QStringLiteral("w2"), 1);
    dialog = trigger(*window, "undo");
    QCOMPARE(dialog->preview().affected, 2);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("undo-replay")).changed, 2);
    QCOMPARE(count(system, QStringLiteral("task:send-email flag:replay")), 1);
    QCOMPARE(count(system, QStringLiteral("task:send-email status:exhausted")), 2);
}

void TstReplayPlans::canaryLeavesTheRest()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(12, QStringLiteral("send-email"), once()));
    failAll(system, QStringLiteral("send-email"), QStringLiteral("broken"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "replay-range");
    QCOMPARE(dialog->preview().affected, 12);
    auto *canary = dialog->findChildren<QCheckBox *>().constLast();
    QVERIFY(canary->text().startsWith(QLatin1String("A canary first: 5 jobs")));
    QTest::mouseClick(canary, Qt::LeftButton, {}, QPoint(8, canary->height() / 2));
    dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 5);
    QCOMPARE(dialog->preview().jobs.groups.constFirst().count, 5);
    // The statement is that of the canary alone.
    QVERIFY2(dialog->preview().sql.contains(QLatin1String("{1,2,3,4,5}")), qPrintable(dialog->preview().sql));
    QVERIFY2(dialog->preview().notes.constFirst().startsWith(QLatin1String("These are the canary: 7 other jobs wait.")), qPrintable(dialog->preview().notes.constFirst()));
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("canary")).changed, 5);
    QCOMPARE(count(system, QStringLiteral("flag:replay")), 5);
    dialog = trigger(*window, "replay-range");
    QCOMPARE(dialog->preview().affected, 7);
}

void TstReplayPlans::replayTellsHowLongTheLimitNeeds()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    RateLimits(system).registerRateLimit(QStringLiteral("smtp"), 10, QStringLiteral("1 minute"));
    JobOptions limited = once();
    limited.rateLimitKey = QStringLiteral("smtp");
    JobEnqueue(system).addJobs(jobs(10, QStringLiteral("send-email"), limited));
    failAll(system, QStringLiteral("send-email"), QStringLiteral("broken"));
    limited.maxAttempts = 25;
    JobEnqueue(system).addJobs(jobs(15, QStringLiteral("send-email"), limited));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "replay-range");
    QCOMPARE(dialog->preview().affected, 10);
    const QString notes = dialog->preview().notes.join(QLatin1Char(' '));
    QVERIFY2(notes.contains(QLatin1String("(25 jobs) it needs about 3 min")), qPrintable(notes));
    close(*window, dialog);
}

void TstReplayPlans::replaysTheGroupOfAnError()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email"), once()));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("resize"), once()));
    failAll(system, QStringLiteral("send-email"), QStringLiteral("no answer from 10.0.0.7"));
    failAll(system, QStringLiteral("resize"), QStringLiteral("bad picture"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<FailuresPage *>(show(*window, QStringLiteral("failures")));
    QTRY_COMPARE(page->model()->rowCount(), 2);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Replay the group …"));
    PlanDialog *dialog = previewedDialog(*window);
    QVERIFY2(dialog->windowTitle().startsWith(QStringLiteral("Replay the jobs that failed with “no answer from")), qPrintable(dialog->windowTitle()));
    QCOMPARE(dialog->preview().affected, 3);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("replay-group")).changed, 3);
    QCOMPARE(count(system, QStringLiteral("flag:replay task:send-email")), 3);
    QCOMPARE(count(system, QStringLiteral("task:resize status:exhausted")), 2);
    page->view()->selectRow(1);
    press(page, QStringLiteral("Fail the group …"));
    dialog = previewedDialog(*window);
    // They are exhausted already: nothing to do, and why.
    QCOMPARE(dialog->preview().affected, 0);
    QCOMPARE(dialog->preview().jobs.skipped.constFirst().reason, SkipReason::AlreadyExhausted);
    QVERIFY(!dialog->runButton()->isEnabled());
    picture(dialog, QStringLiteral("nothing-to-do"));
}

void TstReplayPlans::groupIsThoseWhoseLastExecutionFailedLikeThis()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions twice;
    twice.maxAttempts = 2;
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("mail"), twice));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    JobAdmin(system).rescheduleJobs({1, 2, 3, 4, 5}, {QDateTime::currentDateTimeUtc().addSecs(-5), {}, {}});
    failAll(system, QStringLiteral("mail"), QStringLiteral("invoice is already paid"));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("mail"), once()));
    failAll(system, QStringLiteral("mail"), QStringLiteral("smtp down"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<FailuresPage *>(show(*window, QStringLiteral("failures")));
    QTRY_COMPARE(page->model()->rowCount(), 2);
    QCOMPARE(page->model()->at(0).pattern, QStringLiteral("smtp down"));
    page->view()->selectRow(0);
    press(page, QStringLiteral("Replay the group …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 2);
    QCOMPARE(dialog->preview().jobs.skipped.size(), 5);
    QCOMPARE(dialog->preview().jobs.skipped.constFirst().reason, SkipReason::NoMatch);
    QCOMPARE(runAndClose(*window, dialog).changed, 2);
    QCOMPARE(count(system, QStringLiteral("flag:replay")), 2);
}

void TstReplayPlans::againForTheRest()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(45, QStringLiteral("send-email"), once()));
    failAll(system, QStringLiteral("send-email"), QStringLiteral("broken"));
    const qsizetype most = JobSelection::mostJobs();
    const auto reset = qScopeGuard([most] { JobSelection::setMostJobs(most); });
    JobSelection::setMostJobs(20);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<FailuresPage *>(show(*window, QStringLiteral("failures")));
    auto *view = page->findChild<TableView *>();
    for (const int expected : {20, 20, 5}) {
        view->selectRow(0);
        press(page, QStringLiteral("Replay the group …"));
        PlanDialog *dialog = previewedDialog(*window);
        QCOMPARE(dialog->preview().affected, expected);
        QCOMPARE(dialog->preview().notes.constFirst() == QLatin1String("More than 20 jobs match: these are the first. Do it again for the rest."), expected == 20);
        QCOMPARE(runAndClose(*window, dialog).changed, expected);
    }
    QCOMPARE(count(system, QStringLiteral("flag:replay")), 45);
}

QTEST_MAIN(TstReplayPlans)
#include "tst_replayplans.moc"
