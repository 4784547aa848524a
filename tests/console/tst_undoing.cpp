// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "pages/jobspage.h"
#include "widgets/operationsdock.h"
#include "widgets/tableview.h"

#include <QDockWidget>

using namespace jobq;
using namespace jobq::console;

class TstUndoing : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void staysInItsDatabase();
    void closesWithItsDatabase();
    void reachesAllBatchesAfterARestart();
    void countsSkippedJobsOnce();

private:
    static void rescheduleAll(MainWindow &window, int count)
    {
        auto *page = qobject_cast<JobsPage *>(show(window, QStringLiteral("jobs")));
        QTRY_COMPARE(page->model()->rowCount(), count);
        page->view()->setFocus();
        page->view()->selectAll();
        QTest::keyClick(page->view(), Qt::Key_E);
        QCOMPARE(runAndClose(window, previewedDialog(window)).changed, count);
    }

    static void waitForUndo(MainWindow &window) { QTRY_VERIFY(window.actions().action(QStringLiteral("undo"))->isEnabled()); }

    /// The text of a line of the dock, column by column.
    static QStringList line(MainWindow &window, int row)
    {
        const QAbstractItemModel *model = window.findChild<OperationsDock *>()->view()->model();
        QStringList texts;
        for (int column = 0; column < model->columnCount(); ++column)
            texts << model->index(row, column).data().toString();
        return texts;
    }
};

// Both databases have an operation 1. Here it is a reschedule of one's own, there somebody's answer to an incident.
void TstUndoing::staysInItsDatabase()
{
    const ConnectionSettings here = m_postgres.createDatabase();
    const ConnectionSettings there = m_postgres.createDatabase();
    const System thereSystem{ConnectionPool(there)};
    JobEnqueue(System{ConnectionPool(here)}).addJobs(jobs(3, QStringLiteral("send-email")));
    JobEnqueue(thereSystem).addJobs(jobs(3, QStringLiteral("charge-card")));
    JobAdmin(thereSystem).permanentlyFailJobs(QList<JobId>{1, 2, 3}, QStringLiteral("charged twice"), {QStringLiteral("alice"), QStringLiteral("incident 7"), {}});
    const auto window = openWindow(here);
    rescheduleAll(*window, 3);
    waitForUndo(*window);

    const auto open = [&](const ConnectionSettings &settings) {
        Profile profile = Profile::fromAddress(settings.connectionString());
        QSignalSpy connected(&window->database(), &Database::connected);
        QSignalSpy reads(&window->database(), &Database::readFinished);
        window->openProfile(profile, settings.keyword(QStringLiteral("password")));
        QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 20'000);
        QTRY_VERIFY(std::any_of(reads.cbegin(), reads.cend(), [](const QList<QVariant> &read) { return read.constFirst().toString() == QLatin1String("Audit"); }));
    };
    open(there);
    window->dock(QStringLiteral("operations"))->show();
    QTRY_COMPARE(window->findChild<OperationsDock *>()->view()->model()->rowCount(), 1);
    QCOMPARE(line(*window, 0).at(1), QStringLiteral("Permanently fail jobs"));
    QCOMPARE(line(*window, 0).at(3), QStringLiteral("alice"));
    QVERIFY(!window->actions().action(QStringLiteral("undo"))->isEnabled());
    QCOMPARE(count(thereSystem, QStringLiteral("status:exhausted")), 3);

    open(here);
    waitForUndo(*window);
    QCOMPARE(line(*window, 0).at(1), QStringLiteral("Reschedule 3 jobs"));
    PlanDialog *dialog = trigger(*window, "undo");
    QCOMPARE(dialog->preview().affected, 3);
    QCOMPARE(runAndClose(*window, dialog).changed, 3);
    QCOMPARE(count(thereSystem, QStringLiteral("status:exhausted")), 3);
}

void TstUndoing::closesWithItsDatabase()
{
    const ConnectionSettings here = m_postgres.createDatabase();
    const ConnectionSettings there = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(here)}).addJobs(jobs(3, QStringLiteral("send-email")));
    const auto window = openWindow(here);
    rescheduleAll(*window, 3);
    waitForUndo(*window);
    trigger(*window, "undo");
    window->openProfile(Profile::fromAddress(there.connectionString()), there.keyword(QStringLiteral("password")));
    QTRY_VERIFY(!window->findChild<PlanDialog *>());
    QTRY_VERIFY(window->database().isConnected());
}

void TstUndoing::reachesAllBatchesAfterARestart()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    constexpr int batches = 230; // more than a page of the audit
    JobEnqueue(system).addJobs(jobs(batches, QStringLiteral("send-email")));
    RescheduleOptions options;
    options.priority = 7;
    for (JobId id = 1; id <= batches; ++id) {
        JobAdmin(system).rescheduleJobs(QList<JobId>{id}, options, {{}, {}, QStringLiteral("one action")});
        if (id == 10) // somebody works between
            JobAdmin(system).rescheduleJobs(QList<JobId>{batches}, options, {QStringLiteral("alice"), {}, QStringLiteral("another")});
    }
    const auto window = openWindow(settings);
    waitForUndo(*window);
    window->dock(QStringLiteral("operations"))->show();
    QTRY_COMPARE(line(*window, 0).at(2), QStringLiteral("230 jobs changed"));
    picture(window.get(), QStringLiteral("operations-dock"));
    // The panel does not make the window larger than it was, and shows whole rows.
    QCOMPARE(window->height(), 900);
    const TableView *view = window->findChild<OperationsDock *>()->view();
    QVERIFY(view->viewport()->height() >= 2 * view->rowHeight(0));
    PlanDialog *dialog = trigger(*window, "undo");
    QCOMPARE(dialog->preview().affected, batches);
    QCOMPARE(runAndClose(*window, dialog).changed, batches);
    QCOMPARE(count(system, QStringLiteral("priority:0")), batches - 1);
}

void TstUndoing::countsSkippedJobsOnce()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(10, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    rescheduleAll(*window, 10);
    m_postgres.execute(settings, QStringLiteral("UPDATE jobq.jobs SET priority = 7, revision = revision + 1 WHERE id <= 4"));
    waitForUndo(*window);
    PlanDialog *dialog = trigger(*window, "undo");
    QCOMPARE(dialog->preview().jobs.skipped.size(), 4);
    QVERIFY(dialog->view()->skipped().startsWith(QLatin1String("4 skipped: ")));
    QCOMPARE(dialog->preview().sql.trimmed().count(QLatin1Char(';')), 1);
    QCOMPARE(runAndClose(*window, dialog, QStringLiteral("undo")).summary(), QStringLiteral("6 jobs changed, 4 skipped"));
}

QTEST_MAIN(TstUndoing)
#include "tst_undoing.moc"
