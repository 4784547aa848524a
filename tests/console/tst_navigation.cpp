// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "db/connection.h"
#include "pages/jobspage.h"
#include "services/diagnosis.h"
#include "services/savedviews.h"
#include "widgets/explainview.h"
#include "widgets/inspectorpanel.h"
#include "widgets/operationsdock.h"
#include "widgets/sidebar.h"
#include "widgets/tableview.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QStatusBar>
#include <QTimer>

using namespace jobq;
using namespace jobq::console;

class TstNavigation : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void linkOpensTheJobAgain();
    void explanationHasItsFix();
    void fixKeepsTheWindowOfTheLimit();
    void viewIsSavedAndOpened();
    void clockSwitchesEverywhere();
    void auditTellsOfOthersAndCanUndo();
    void changeIsToldThoughTheConnectionWentMeanwhile();
    void localDatabaseIsKeptTidy();
    void diagnosisHoldsNoPayload();
    void buttonsThatNeedAChoiceSaySo();
};

void TstNavigation::linkOpensTheJobAgain()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(3, QStringLiteral("send-email")));
    Profile profile = Profile::fromAddress(settings.connectionString());
    profile.name = QStringLiteral("Shop (Größe 1/2)");
    Profiles::remember(profile);
    const auto window = openWindow(settings);
    window->openProfile(profile);
    QTRY_VERIFY(window->database().isConnected());
    window->openJob(2);
    QTRY_VERIFY(window->inspector()->isLoaded());
    QApplication::clipboard()->clear();
    window->actions().action(QStringLiteral("copy-link"))->trigger();
    const QString link = QApplication::clipboard()->text();
    QVERIFY2(link.startsWith(QLatin1String("jobq://Shop%20")) && link.endsWith(QLatin1String("/job/2")), qPrintable(link));
    MainWindow other;
    other.setTransient();
    other.show();
    QVERIFY(other.openAddress(link));
    QTRY_VERIFY_WITH_TIMEOUT(other.inspector()->isLoaded(), 20'000);
    QCOMPARE(other.inspector()->jobId(), 2);
    QVERIFY(!other.openAddress(QStringLiteral("jobq://Shop%20/job/2")));
    QVERIFY(!other.openAddress(QStringLiteral("jobq://local/job/0")));
    QVERIFY(!other.openAddress(QStringLiteral("jobq://local/job/99999999999999999999")));
}

void TstNavigation::explanationHasItsFix()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions later;
    later.runAt = QDateTime::currentDateTimeUtc().addDays(1);
    const Job job = JobEnqueue(system).addJob(QStringLiteral("send-email"), {}, later);
    const auto window = openWindow(settings);
    window->openJob(job.id);
    QTRY_VERIFY(window->inspector()->isLoaded());
    window->inspector()->showExplanation();
    auto *view = window->inspector()->findChild<ExplainView *>();
    picture(window.get(), QStringLiteral("explain-fix"));
    press(view, QStringLiteral("Reschedule …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reschedule job %1").arg(job.id));
    runAndClose(*window, dialog);
    QCOMPARE(count(system, QStringLiteral("status:ready")), 1);
}

void TstNavigation::fixKeepsTheWindowOfTheLimit()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    RateLimits(system).registerRateLimit(QStringLiteral("smtp"), 0, QStringLiteral("3 hours"));
    JobOptions limited;
    limited.rateLimitKey = QStringLiteral("smtp");
    const Job job = JobEnqueue(system).addJob(QStringLiteral("send-email"), {}, limited);
    const auto window = openWindow(settings);
    window->openJob(job.id);
    QTRY_VERIFY(window->inspector()->isLoaded());
    window->inspector()->showExplanation();
    press(window->inspector()->findChild<ExplainView *>(), QStringLiteral("Raise the limit …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(field<QLineEdit>(dialog, QStringLiteral("Length of the window"))->text(), QStringLiteral("3 hours"));
    close(*window, dialog);
}

void TstNavigation::viewIsSavedAndOpened()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    JobEnqueue(system).addJobs(jobs(2, QStringLiteral("resize")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    page->setFilter(QStringLiteral("task:resize"));
    QTRY_COMPARE(page->model()->rowCount(), 2);
    QTimer::singleShot(0, window.get(), [] {
        auto *input = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
        input->setTextValue(QStringLiteral("Small ones"));
        input->accept();
    });
    QTest::keyClick(window.get(), Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(SavedViews::all().constLast().filter, QStringLiteral("task:resize"));
    page->setFilter({});
    window->openPage(QStringLiteral("queues"));
    QTRY_COMPARE(page->model()->rowCount(), 5);
    auto *sidebar = window->findChild<Sidebar *>();
    const QList<QTreeWidgetItem *> found = sidebar->findItems(QStringLiteral("Small ones"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(found.size(), 1);
    QTest::mouseClick(sidebar->viewport(), Qt::LeftButton, {}, sidebar->visualItemRect(found.constFirst()).center());
    QCOMPARE(window->currentPage()->id(), QStringLiteral("jobs"));
    QTRY_COMPARE(page->model()->rowCount(), 2);
}

void TstNavigation::clockSwitchesEverywhere()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    m_postgres.execute(settings, QStringLiteral("ALTER DATABASE \"%1\" SET timezone TO 'Asia/Tokyo'").arg(settings.keyword(QStringLiteral("dbname"))));
    const auto window = openWindow(settings);
    const QDateTime moment(QDate(2026, 1, 2), QTime(23, 30), Qt::UTC);
    Texts::setClock(Clock::Local);
    QAction *clock = window->actions().action(QStringLiteral("clock"));
    clock->trigger();
    QCOMPARE(Texts::absolute(moment), QStringLiteral("2026-01-02 23:30:00.000 UTC"));
    clock->trigger();
    QVERIFY(Texts::clock() == Clock::Server);
    QVERIFY2(!Texts::clockName().isEmpty() && Texts::absolute(moment).contains(Texts::zoneName()), qPrintable(Texts::absolute(moment)));
    clock->trigger();
    QVERIFY(Texts::clock() == Clock::Local);
}

void TstNavigation::auditTellsOfOthersAndCanUndo()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    // Somebody else's change, in two batches of one group.
    for (const QList<JobId> &ids : {QList<JobId>{1, 2}, QList<JobId>{3}})
        JobAdmin(system).permanentlyFailJobs(ids, QStringLiteral("retired"), {QStringLiteral("jane"), QStringLiteral("incident 7"), QStringLiteral("g1")});
    const auto window = openWindow(settings);
    window->actions().action(QStringLiteral("show-operations"))->trigger();
    auto *dock = qobject_cast<OperationsDock *>(window->dock(QStringLiteral("operations"))->widget());
    QTRY_COMPARE(dock->view()->model()->rowCount(), 1);
    picture(window.get(), QStringLiteral("audit"));
    QStringList cells;
    for (int column = 0; column < dock->view()->model()->columnCount(); ++column)
        cells << dock->view()->model()->index(0, column).data().toString();
    QCOMPARE(cells.mid(1), (QStringList{QStringLiteral("Permanently fail jobs"), QStringLiteral("3 jobs changed"), QStringLiteral("jane"), QStringLiteral("incident 7"), QStringLiteral("possible")}));
    // One of the jobs changes: that one stays as it is.
    RescheduleOptions options;
    options.priority = 4;
    JobAdmin(system).rescheduleJobs({2}, options);
    dock->refresh();
    QTRY_COMPARE(dock->view()->model()->rowCount(), 2);
    dock->view()->selectRow(1);
    press(dock, QStringLiteral("Undo …"));
    PlanDialog *dialog = previewedDialog(*window);
    QCOMPARE(dialog->preview().affected, 2);
    QCOMPARE(dialog->preview().jobs.skipped, (QList<SkippedJob>{{2, SkipReason::Changed}}));
    QCOMPARE(runAndClose(*window, dialog).changed, 2);
    QCOMPARE(count(system, QStringLiteral("status:ready")), 2);
}

// Another connection of the window in the middle of a change: the change goes on, and its end is told.
void TstNavigation::changeIsToldThoughTheConnectionWentMeanwhile()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJobs(jobs(3, QStringLiteral("send-email")));
    Connection blocker(settings);
    blocker.execute(QStringLiteral("BEGIN; SELECT FROM jobq.jobs WHERE id = 2 FOR UPDATE"), QStringLiteral("block"));
    const auto window = openWindow(settings);
    PlanPreview preview;
    preview.jobs = JobAdmin(system).previewPermanentlyFailJobs({1, 2, 3});
    window->operations().start(Plans::permanentlyFail(QList<JobId>{1, 2, 3}, QStringLiteral("no")), preview, {});
    window->actions().action(QStringLiteral("disconnect"))->trigger();
    QVERIFY(!window->database().isConnected());
    QVERIFY(window->operations().runs().constFirst().state == OperationRun::State::Running);
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    QTRY_VERIFY(window->operations().runs().constFirst().state == OperationRun::State::Done);
    QCOMPARE(window->operations().runs().constFirst().changed, 3);
}

void TstNavigation::localDatabaseIsKeptTidy()
{
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeGroup | QFile::ExeOther);
    MainWindow window;
    window.setTransient();
    window.database().setLocalFolder(folder.filePath(QStringLiteral("postgres")));
    window.show();
    window.openProfile(Profile::local());
    QTRY_VERIFY_WITH_TIMEOUT(window.database().isConnected(), 60'000);
    // Nobody started a worker: yet samples for the charts are taken.
    QTRY_VERIFY_WITH_TIMEOUT([&] {
        const MaintenancePreview preview = Inspector(*window.database().system()).maintenancePreview();
        return std::any_of(preview.tasks.cbegin(), preview.tasks.cend(), [](const MaintenanceTaskInfo &task) { return task.task == QLatin1String("take_sample") && task.lastFinishedAt.isValid(); });
    }(), 60'000);
}

void TstNavigation::diagnosisHoldsNoPayload()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobEnqueue(system).addJob(QStringLiteral("send-email"), {{QStringLiteral("card"), QStringLiteral("4111-secret")}});
    claim(system, QStringLiteral("w1"), 1);
    const QByteArray bundle = Diagnosis::collect(system);
    const QJsonObject object = QJsonDocument::fromJson(bundle).object();
    QVERIFY(!bundle.contains("4111-secret"));
    QVERIFY(!bundle.contains(settings.connectionString().toUtf8()));
    for (const char *key : {"program", "qt", "server", "settings", "tables", "indexes", "locks", "lockTree", "maintenance", "workers"})
        QVERIFY2(object.contains(QLatin1String(key)), key);
    QCOMPARE(object.value(QLatin1String("locks")).toArray().size(), 1);
    QVERIFY(object.value(QLatin1String("server")).toObject().contains(QLatin1String("clockSkewMs")));
    QVERIFY(object.value(QLatin1String("settings")).toObject().contains(QLatin1String("fsync")));
    QVERIFY(!object.value(QLatin1String("indexes")).toArray().isEmpty());
}

void TstNavigation::buttonsThatNeedAChoiceSaySo()
{
    const auto window = openWindow(m_postgres.createDatabase());
    const QList<std::tuple<QString, QString, QString>> cases{{QStringLiteral("workers"), QStringLiteral("Its jobs"), QStringLiteral("Choose a worker first.")},
                                                             {QStringLiteral("workers"), QStringLiteral("Unlock its jobs …"), QStringLiteral("Choose a worker first.")},
                                                             {QStringLiteral("queues"), QStringLiteral("Force-unlock …"), QStringLiteral("Choose a named queue first.")},
                                                             {QStringLiteral("locked"), QStringLiteral("Force-unlock …"), QStringLiteral("Choose a job first.")},
                                                             {QStringLiteral("rate-limits"), QStringLiteral("Change …"), QStringLiteral("Choose a rate limit first.")},
                                                             {QStringLiteral("rate-limits"), QStringLiteral("Remove …"), QStringLiteral("Choose a rate limit first.")},
                                                             {QStringLiteral("failures"), QStringLiteral("Replay the group …"), QStringLiteral("Choose a kind of error first.")}};
    for (const auto &[page, text, sentence] : cases) {
        const QPushButton *needing = button(show(*window, page), text);
        QVERIFY2(!needing->isEnabled(), qPrintable(text));
        QCOMPARE(needing->toolTip(), sentence);
    }
}

QTEST_MAIN(TstNavigation)
#include "tst_navigation.moc"
