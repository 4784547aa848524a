// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "pages/maintenancepage.h"
#include "pages/ratelimitspage.h"
#include "widgets/card.h"
#include "widgets/tableview.h"

#include <QLineEdit>
#include <QSpinBox>
#include <QTabWidget>

using namespace jobq;
using namespace jobq::console;

class TstMaintenancePlans : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void registersAndChangesARateLimit();
    void refusedRateLimitCanBeMended();
    void refillsWhatHasEnded();
    void removesARateLimit();
    void deletesExpiredHistory();
    void forgetsEmptyQueues();
    void forgetsUnusedTasks();
    void theSqlThatIsShownDoesTheSame();
    void locksOfLiveWorkersAreTold();
    void cardsAndButtonsOpenTheDialogs();
    void readOnlyIsRefusedByTheServer();
    void auditKeepsTheReason();
};

void TstMaintenancePlans::registersAndChangesARateLimit()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    auto *page = qobject_cast<RateLimitsPage *>(show(*window, QStringLiteral("rate-limits")));
    press(page, QStringLiteral("Register …"));
    auto *dialog = window->findChild<PlanDialog *>();
    QVERIFY(dialog);
    QVERIFY(!dialog->runButton()->isEnabled());
    QTest::keyClicks(field<QLineEdit>(dialog, QStringLiteral("Key")), QStringLiteral("smtp"));
    dialog = previewedDialog(*window);
    QVERIFY(dialog->preview().notes.contains(QStringLiteral("There is no limit of this key yet.")));
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("register-limit")).changed, 1);
    QTRY_COMPARE(page->model()->rowCount(), 1);
    QCOMPARE(page->model()->at(0).capacity, 10);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Change …"));
    dialog = previewedDialog(*window);
    QCOMPARE(field<QLineEdit>(dialog, QStringLiteral("Length of the window"))->text(), QStringLiteral("1 minute"));
    field<QSpinBox>(dialog, QStringLiteral("Jobs in a window"))->setValue(3);
    dialog = previewedDialog(*window);
    QVERIFY(dialog->preview().notes.constFirst().startsWith(QLatin1String("Until now: at most 10 jobs in each window of 1 minute")));
    runAndClose(*window, dialog, QStringLiteral("change-limit"));
    QTRY_COMPARE(page->model()->at(0).capacity, 3);
}

void TstMaintenancePlans::refusedRateLimitCanBeMended()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    window->actions().action(QStringLiteral("register-limit"))->trigger();
    auto *dialog = window->findChild<PlanDialog *>();
    auto *key = field<QLineEdit>(dialog, QStringLiteral("Key"));
    key->setText(QString(300, QLatin1Char('k'))); // longer than names may be
    dialog = previewedDialog(*window);
    QSignalSpy reported(dialog, &PlanDialog::reported);
    QTest::mouseClick(dialog->runButton(), Qt::LeftButton);
    QTRY_COMPARE(reported.count(), 1);
    QCOMPARE(dialog->view()->summary(), QStringLiteral("It failed, and nothing was changed."));
    picture(dialog, QStringLiteral("refused"));
    QVERIFY(key->isEnabled());
    key->setText(QStringLiteral("smtp"));
    field<QLineEdit>(dialog, QStringLiteral("Length of the window"))->setText(QStringLiteral("2 minutes"));
    dialog = previewedDialog(*window);
    QCOMPARE(runAndClose(*window, dialog).changed, 1);
    QCOMPARE(rateLimitOf(System{ConnectionPool(settings)}, QStringLiteral("smtp"))->interval, std::chrono::minutes(2));
}

void TstMaintenancePlans::refillsWhatHasEnded()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    for (const char *key : {"ended", "running"})
        RateLimits(system).registerRateLimit(QLatin1String(key), 5, QStringLiteral("1 hour"));
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.rate_limits SET tokens = 0; "
                                                "UPDATE jobq.rate_limits SET window_started_at = window_started_at - interval '2 hours' WHERE key = 'ended'"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "refill-limits");
    QCOMPARE(dialog->preview().names, QStringList{QStringLiteral("ended")});
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("refill")).summary(), QStringLiteral("1 rate limit changed"));
    QCOMPARE(m_postgres.number(settings, QStringLiteral("SELECT tokens FROM jobq.rate_limits WHERE key = 'ended'")), 5);
    QCOMPARE(m_postgres.number(settings, QStringLiteral("SELECT tokens FROM jobq.rate_limits WHERE key = 'running'")), 0);
}

void TstMaintenancePlans::removesARateLimit()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    RateLimits(system).registerRateLimit(QStringLiteral("smtp"), 5, QStringLiteral("1 hour"));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<RateLimitsPage *>(show(*window, QStringLiteral("rate-limits")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    page->view()->selectRow(0);
    press(page, QStringLiteral("Remove …"));
    runAndClose(*window, previewedDialog(*window));
    QTRY_COMPARE(page->model()->rowCount(), 0);
}

void TstMaintenancePlans::deletesExpiredHistory()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(5, QStringLiteral("send-email")));
    const WorkerExecution execution(system);
    const QList<ClaimedJob> claimed = claim(system, QStringLiteral("w1"), 5);
    execution.completeJobs(QStringLiteral("w1"), claimed, std::chrono::milliseconds(1));
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.history SET expires_at = now() - interval '1 hour' WHERE job_id <= 3"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "gc-history");
    QCOMPARE(dialog->preview().affected, 3);
    QCOMPARE(dialog->view()->summary(), QStringLiteral("3 records will be deleted."));
    QCOMPARE(dialog->preview().jobs.groups.size(), 1);
    QCOMPARE(dialog->preview().jobs.groups.constFirst().count, 3);
    auto *records = dialog->view()->findChild<TableView *>(QStringLiteral("records"));
    QVERIFY(records);
    auto *tabs = dialog->view()->findChild<QTabWidget *>();
    tabs->setCurrentWidget(records);
    QCOMPARE(records->model()->rowCount(), 3);
    QCOMPARE(records->model()->index(0, 1).data().toString(), QStringLiteral("send-email"));
    picture(dialog, QStringLiteral("gc-history-sample"));
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("gc-history")).summary(), QStringLiteral("3 records deleted"));
    QCOMPARE(Inspector(system).countHistory({}), 2);
}

void TstMaintenancePlans::forgetsEmptyQueues()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions options;
    for (const char *name : {"old", "kept"}) {
        options.queueName = QLatin1String(name);
        JobEnqueue(system).addJob(QStringLiteral("send-email"), {}, options);
    }
    m_postgres.execute(settings, QStringLiteral("DELETE FROM jobq.jobs WHERE queue_name = 'old'"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "gc-queues");
    QCOMPARE(dialog->preview().names, QStringList{QStringLiteral("old")});
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("gc-queues")).summary(), QStringLiteral("1 queue deleted"));
    QVERIFY(!Inspector(system).queue(QStringLiteral("old")));
    QVERIFY(Inspector(system).queue(QStringLiteral("kept")));
}

void TstMaintenancePlans::forgetsUnusedTasks()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJob(QStringLiteral("old"), {});
    JobEnqueue(system).addJob(QStringLiteral("kept"), {});
    m_postgres.execute(settings, QStringLiteral("DELETE FROM jobq.jobs WHERE task_identifier = 'old'; "
                                                "UPDATE jobq.lanes SET last_used_at = now() - interval '8 days'"));
    const auto window = openWindow(settings);
    PlanDialog *dialog = trigger(*window, "gc-tasks");
    QCOMPARE(dialog->preview().names, QStringList{QStringLiteral("old")});
    QCOMPARE(dialog->preview().affected, 1);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("gc-tasks")).summary(), QStringLiteral("1 task identifier deleted"));
    QCOMPARE(Inspector(system).names(NameKind::Task), QStringList{QStringLiteral("kept")});
}

// Statement by statement, as an operator would paste it.
void TstMaintenancePlans::theSqlThatIsShownDoesTheSame()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions options;
    options.queueName = QStringLiteral("old");
    JobEnqueue(system).addJob(QStringLiteral("old"), {}, options);
    WorkerExecution(system).completeJobs(QStringLiteral("w1"), claim(system, QStringLiteral("w1"), 1), std::chrono::milliseconds(1));
    JobEnqueue(system).addJob(QStringLiteral("send-email"), {});
    claim(system, QStringLiteral("w1"), 1);
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.history SET expires_at = now() - interval '1 hour'; "
                                                "UPDATE jobq.lanes SET last_used_at = now() - interval '8 days'; "
                                                "UPDATE jobq.jobs SET locked_at = now() - interval '5 hours'"));
    for (const Plan &plan : {Plans::gcHistory(), Plans::gcQueues(), Plans::gcTasks(), Plans::resetLocked(std::chrono::hours(4))}) {
        const PlanPreview preview = plan.preview(system);
        QCOMPARE(preview.affected, 1);
        for (const QString &statement : preview.sql.split(QStringLiteral(";\n")))
            m_postgres.execute(settings, statement);
    }
    const Inspector inspector(system);
    QCOMPARE(inspector.countHistory({}), 1); // of the execution whose lock was reset
    QVERIFY(!inspector.queue(QStringLiteral("old")));
    QCOMPARE(inspector.names(NameKind::Task), QStringList{QStringLiteral("send-email")});
    QVERIFY(inspector.lockedJobs({}, {}).rows.isEmpty());
}

void TstMaintenancePlans::locksOfLiveWorkersAreTold()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("send-email")));
    claim(system, QStringLiteral("alive"), 1);
    claim(system, QStringLiteral("unknown"), 1);
    m_postgres.execute(settings, QStringLiteral("INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease) VALUES ('alive', 'h', 1, 1, '1', '1 hour'); "
                                                "UPDATE jobq.jobs SET locked_at = now() - interval '5 hours'"));
    const PlanPreview preview = Plans::resetLocked(std::chrono::hours(4)).preview(system);
    QCOMPARE(preview.affected, 2);
    QVERIFY2(preview.notes.contains(QStringLiteral("1 lock belongs to a worker that is alive: what it runs may run twice.")), qPrintable(preview.notes.join(u'\n')));
}

void TstMaintenancePlans::cardsAndButtonsOpenTheDialogs()
{
    const auto window = openWindow(m_postgres.createDatabase());
    auto *page = show(*window, QStringLiteral("maintenance"));
    const QStringList titles{QStringLiteral("Delete expired history"), QStringLiteral("Forget empty queues"), QStringLiteral("Forget unused task identifiers"), QStringLiteral("Reset stale locks")};
    const QList<Card *> cards = page->findChildren<Card *>();
    QCOMPARE(cards.size(), titles.size());
    for (qsizetype i = 0; i < cards.size(); ++i) {
        QTest::mouseClick(cards.at(i), Qt::LeftButton);
        PlanDialog *dialog = previewedDialog(*window);
        QCOMPARE(dialog->windowTitle(), titles.at(i));
        close(*window, dialog);
    }
    const QStringList buttons{QStringLiteral("Expired history …"), QStringLiteral("Empty queues …"), QStringLiteral("Unused tasks …"), QStringLiteral("Stale locks …")};
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        press(page, buttons.at(i));
        PlanDialog *dialog = previewedDialog(*window);
        QCOMPARE(dialog->windowTitle(), titles.at(i));
        close(*window, dialog);
    }
}

// Not only the buttons are grey: past them the server says no.
void TstMaintenancePlans::readOnlyIsRefusedByTheServer()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    Profile profile = window->database().profile();
    profile.readOnly = true;
    window->openProfile(profile, settings.keyword(QStringLiteral("password")));
    QTRY_VERIFY(window->database().isConnected());
    PlanPreview preview;
    preview.jobs = JobAdmin(system).previewPermanentlyFailJobs({1, 2});
    QSignalSpy finished(&window->operations(), &Operations::finished);
    window->operations().start(Plans::permanentlyFail(QList<JobId>{1, 2}, QStringLiteral("no")), preview, {});
    QTRY_COMPARE(finished.count(), 1);
    const OperationRun &run = window->operations().runs().constFirst();
    QVERIFY(run.state == OperationRun::State::Failed);
    QVERIFY2(run.message.contains(QLatin1String("read-only")), qPrintable(run.message));
    QCOMPARE(count(system, QStringLiteral("status:exhausted")), 0);
}

void TstMaintenancePlans::auditKeepsTheReason()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("send-email")));
    claim(system, QStringLiteral("w1"), 2);
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.jobs SET locked_at = locked_at - interval '5 hours'"));
    const auto window = openWindow(settings, Environment::Production);
    PlanDialog *dialog = trigger(*window, "reset-locked");
    QVERIFY(!dialog->runButton()->isEnabled());
    QTest::keyClicks(field<QLineEdit>(dialog, QStringLiteral("Reason")), QStringLiteral("incident 12"));
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("production")).changed, 2);
    const QList<Operation> audit = JobAdmin(system).operations();
    QCOMPARE(audit.size(), 1);
    QCOMPARE(audit.constFirst().reason, QStringLiteral("incident 12"));
    QCOMPARE(audit.constFirst().group, window->operations().runs().constFirst().group);
}

QTEST_MAIN(TstMaintenancePlans)
#include "tst_maintenanceplans.moc"
