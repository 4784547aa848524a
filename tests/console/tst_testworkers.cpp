// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "dialogs/enqueuedialog.h"
#include "pages/workerspage.h"
#include "services/testtasks.h"
#include "widgets/jsonedit.h"
#include "widgets/tableview.h"
#include "widgets/testworkersdock.h"

#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace jobq;
using namespace jobq::console;

class TstTestWorkers : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void dockRunsEveryTestTask();
    void probabilityZeroAndOneAreCertain();
    void programsAreTasks();
    void programsSeeNoCredentials_data();
    void programsSeeNoCredentials();
    void programsAreKilledWithTheirChildren();
    void drainAndStop();
    void crashCostsTheProcessOnly();
    void enqueueDialogKnowsTheTestTasks();

private:
    static TestWorkersDock *openDock(MainWindow &window)
    {
        QDockWidget *panel = window.dock(QStringLiteral("test-workers"));
        if (panel->isHidden())
            window.actions().action(QStringLiteral("show-test-workers"))->trigger();
        return qobject_cast<TestWorkersDock *>(panel->widget());
    }
    static int figure(TestWorkersDock *dock, const QString &name) { return field<QLabel>(dock, name)->text().toInt(); }
    static void setProgram(TestWorkersDock *dock, const QString &task, const QString &command, int seconds)
    {
        press(dock, QStringLiteral("Add"));
        auto *table = dock->findChild<QTableWidget *>();
        const int row = table->rowCount() - 1;
        table->item(row, 0)->setText(task);
        table->item(row, 1)->setText(command);
        table->item(row, 2)->setText(QString::number(seconds));
    }
    static HistoryStatus lastStatus(const System &system, JobId id)
    {
        const QList<ListedRecord> records = Inspector(system).historyOfJob(id);
        return records.isEmpty() ? HistoryStatus::Started : records.constLast().status;
    }
};

void TstTestWorkers::dockRunsEveryTestTask()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions once;
    once.maxAttempts = 1;
    QHash<QString, JobId> ids;
    for (const TestTask &task : TestTasks::all())
        ids.insert(task.identifier, JobEnqueue(system).addJob(task.identifier, Payload::fromText(task.identifier == QLatin1String("test.sleep") ? QStringLiteral("{\"ms\": 50}") : task.payload), once).id);
    QCOMPARE(ids.size(), 6);
    const auto window = openWindow(settings);
    TestWorkersDock *dock = openDock(*window);
    field<QSpinBox>(dock, QStringLiteral("Threads"))->setValue(6);
    press(dock, QStringLiteral("Start"));
    QTRY_COMPARE_WITH_TIMEOUT(figure(dock, QStringLiteral("Timed out")), 1, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(figure(dock, QStringLiteral("Running")), 0, 10'000);
    QCOMPARE(figure(dock, QStringLiteral("Started")), 6);
    picture(window.get(), QStringLiteral("test-workers"));
    QTRY_VERIFY(lastStatus(system, ids.value(QStringLiteral("test.timeout"))) == HistoryStatus::Failed);
    QTRY_VERIFY(lastStatus(system, ids.value(QStringLiteral("test.succeed"))) == HistoryStatus::Completed);
    QVERIFY(lastStatus(system, ids.value(QStringLiteral("test.fail"))) == HistoryStatus::Failed);
    QVERIFY(lastStatus(system, ids.value(QStringLiteral("test.sleep"))) == HistoryStatus::Completed);
    QVERIFY(lastStatus(system, ids.value(QStringLiteral("test.partial"))) == HistoryStatus::PartialSuccess);
    QCOMPARE(Inspector(system).historyOfJob(ids.value(QStringLiteral("test.fail"))).constLast().errorMessage, QStringLiteral("it broke"));
    // It stands on its page, with its tasks.
    auto *page = qobject_cast<WorkersPage *>(show(*window, QStringLiteral("workers")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    QCOMPARE(page->model()->at(0).concurrency, 6);
    QVERIFY(page->model()->at(0).taskIdentifiers->contains(QStringLiteral("test.fail")));
}

void TstTestWorkers::probabilityZeroAndOneAreCertain()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions once;
    once.maxAttempts = 1;
    for (int i = 0; i < 20; ++i)
        JobEnqueue(system).addJob(QStringLiteral("test.flaky"), {{QStringLiteral("probability"), i % 2}}, once);
    const auto window = openWindow(settings);
    TestWorkersDock *dock = openDock(*window);
    press(dock, QStringLiteral("Start"));
    QTRY_COMPARE_WITH_TIMEOUT(figure(dock, QStringLiteral("Completed")) + figure(dock, QStringLiteral("Failed")), 20, 20'000);
    QCOMPARE(figure(dock, QStringLiteral("Completed")), 10);
    QCOMPARE(figure(dock, QStringLiteral("Exhausted")), 10);
}

void TstTestWorkers::programsAreTasks()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("payload"));
    JobOptions once;
    once.maxAttempts = 1;
    const Job good = JobEnqueue(system).addJob(QStringLiteral("keep"), Payload::fromText(QStringLiteral("{\"big\": 12345678901234567890}")), once);
    const Job bad = JobEnqueue(system).addJob(QStringLiteral("refuse"), {}, once);
    const Job slow = JobEnqueue(system).addJob(QStringLiteral("slow"), {}, once);
    const Job missing = JobEnqueue(system).addJob(QStringLiteral("missing"), {}, once);
    const auto window = openWindow(settings);
    TestWorkersDock *dock = openDock(*window);
    setProgram(dock, QStringLiteral("keep"), QStringLiteral("dd of=%1 status=none").arg(copy), 10);
    setProgram(dock, QStringLiteral("refuse"), QStringLiteral("sh -c \"yes no such customer | head -n 200000 >&2; exit 3\""), 30);
    setProgram(dock, QStringLiteral("slow"), QStringLiteral("sleep 60"), 1);
    setProgram(dock, QStringLiteral("missing"), QStringLiteral("/no/such/program"), 10);
    picture(window.get(), QStringLiteral("programs"));
    press(dock, QStringLiteral("Start"));
    QTRY_VERIFY_WITH_TIMEOUT(lastStatus(system, good.id) == HistoryStatus::Completed, 20'000);
    QFile file(copy);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{\"big\": 12345678901234567890}"));
    QTRY_VERIFY_WITH_TIMEOUT(lastStatus(system, bad.id) == HistoryStatus::Failed, 20'000);
    const ListedRecord record = Inspector(system).historyOfJob(bad.id).constLast();
    QCOMPARE(record.errorMessage, QStringLiteral("no such customer"));
    QVERIFY(record.errorDetail->startsWith(QLatin1String("exit code 3")));
    QTRY_VERIFY_WITH_TIMEOUT(lastStatus(system, slow.id) == HistoryStatus::Failed, 20'000);
    QTRY_COMPARE(figure(dock, QStringLiteral("Timed out")), 1);
    QTRY_VERIFY_WITH_TIMEOUT(lastStatus(system, missing.id) == HistoryStatus::Failed, 20'000);
    QVERIFY(Inspector(system).historyOfJob(missing.id).constLast().errorMessage->startsWith(QLatin1String("can't start /no/such/program")));
}

void TstTestWorkers::programsSeeNoCredentials_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("libpq's password") << QByteArray("PGPASSWORD") << QByteArray("secret-x");
    QTest::newRow("libpq's host") << QByteArray("PGHOST") << QByteArray("secret-x");
    QTest::newRow("libpq's files") << QByteArray("PGSERVICEFILE") << QByteArray("/secret-x");
    QTest::newRow("ours") << QByteArray("JOBQ_DATABASE") << QByteArray("secret-x");
    QTest::newRow("the usual name") << QByteArray("DATABASE_URL") << QByteArray("secret-x");
    QTest::newRow("an address by any name") << QByteArray("MY_STORE") << QByteArray("postgresql://me:secret-x@db/shop");
    QTest::newRow("its short form") << QByteArray("OTHER_STORE") << QByteArray("POSTGRES://me:secret-x@db/shop");
    QTest::newRow("keywords") << QByteArray("DSN") << QByteArray("host=db user=me password=secret-x");
}

void TstTestWorkers::programsSeeNoCredentials()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    qputenv(name.constData(), value);
    qputenv("JUST_A_NAME", "kept");
    ClaimedJob job;
    job.id = 1;
    JobContext context(job);
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("sh -c \"env | grep -c secret-x >&2; echo $JUST_A_NAME >&2; env >&2; exit 1\""), std::chrono::seconds(5)};
    const QString said = task.run(context).detail();
    qunsetenv(name.constData());
    qunsetenv("JUST_A_NAME");
    QVERIFY2(said.contains(QLatin1String("\n0\nkept\n")), qPrintable(said));
}

void TstTestWorkers::programsAreKilledWithTheirChildren()
{
    QTemporaryDir folder;
    const QString pidFile = folder.filePath(QStringLiteral("pid"));
    ClaimedJob job;
    job.id = 1;
    const CancellationToken token;
    JobContext context(job, token);
    const ProgramTask task{QStringLiteral("t"), QStringLiteral("sh -c \"trap '' TERM; sleep 300 & echo $! > %1; wait; sleep 300\"").arg(pidFile), std::chrono::seconds(60)};
    std::unique_ptr<QThread> thread(QThread::create([&] {
        try {
            const Result ignored = task.run(context);
        } catch (const Error &) {
        }
    }));
    thread->start();
    QByteArray pid;
    QTRY_VERIFY([&] {
        QFile file(pidFile);
        return file.open(QIODevice::ReadOnly) && !(pid = file.readAll().trimmed()).isEmpty();
    }());
    token.cancel(CancellationToken::Reason::TimeLimit);
    QVERIFY(thread->wait(20'000));
    // Gone, or a zombie that nobody has reaped yet.
    QTRY_VERIFY([&] {
        QFile status(QStringLiteral("/proc/%1/status").arg(QString::fromLatin1(pid)));
        return !status.open(QIODevice::ReadOnly) || status.readAll().contains("State:\tZ");
    }());
}

void TstTestWorkers::drainAndStop()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings);
    TestWorkersDock *dock = openDock(*window);
    for (int i = 0; i < 200; ++i)
        JobEnqueue(system).addJob(QStringLiteral("test.succeed"), {});
    press(dock, QStringLiteral("Start"));
    QTRY_VERIFY(window->testWorkers().state() == Worker::State::Running);
    press(dock, QStringLiteral("Drain"));
    QTRY_VERIFY_WITH_TIMEOUT(!window->testWorkers().isRunning(), 20'000);
    QCOMPARE(count(system, {}), 0);
    QTRY_COMPARE(figure(dock, QStringLiteral("Completed")), 200);
    for (int i = 0; i < 50; ++i)
        JobEnqueue(system).addJob(QStringLiteral("test.sleep"), {{QStringLiteral("ms"), 200}});
    press(dock, QStringLiteral("Start"));
    QTRY_VERIFY(figure(dock, QStringLiteral("Running")) > 0);
    press(dock, QStringLiteral("Stop"));
    QTRY_VERIFY_WITH_TIMEOUT(!window->testWorkers().isRunning(), 20'000);
    // What was not begun is there, unspent.
    QVERIFY(count(system, QStringLiteral("status:ready")) > 0);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 0);
    QCOMPARE(m_postgres.number(settings, QStringLiteral("SELECT count(*) FROM jobq.jobs WHERE attempts > 0")), 0);
}

void TstTestWorkers::crashCostsTheProcessOnly()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings);
    TestWorkersDock *dock = openDock(*window);
    press(dock, QStringLiteral("Start"));
    window->testWorkers().setCrashProgram(QStringLiteral(CONSOLE_PROGRAM));
    TestWorkers::enqueueCrash(system);
    window->testWorkers().startCrashProcess(system, std::chrono::seconds(2));
    const auto said = [&](const QString &part) { return !window->testWorkers().messages().filter(part).isEmpty(); };
    QTRY_VERIFY_WITH_TIMEOUT(said(QStringLiteral("exit code 134")), 20'000);
    QVERIFY(window->testWorkers().isRunning());
    // Freed when its lease has run out, by the workers that live.
    QTRY_VERIFY_WITH_TIMEOUT(lastStatus(system, 1) == HistoryStatus::Abandoned, 40'000);
    QCOMPARE(count(system, QStringLiteral("status:locked")), 0);
}

void TstTestWorkers::enqueueDialogKnowsTheTestTasks()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    const auto window = openWindow(settings);
    show(*window, QStringLiteral("jobs"));
    for (const TestTask &task : TestTasks::all()) {
        window->actions().action(QStringLiteral("enqueue"))->trigger();
        auto *dialog = window->findChild<EnqueueDialog *>();
        QVERIFY(dialog);
        bool isThere = false;
        for (QAction *action : field<QPushButton>(dialog, QStringLiteral("Test tasks"))->menu()->actions()) {
            if (action->text().startsWith(task.identifier)) {
                action->trigger();
                isThere = true;
            }
        }
        QVERIFY2(isThere, qPrintable(task.identifier));
        QCOMPARE(dialog->spec().taskIdentifier, task.identifier);
        QSignalSpy finished(&window->operations(), &Operations::finished);
        QTest::mouseClick(dialog->enqueueButton(), Qt::LeftButton);
        QTRY_COMPARE(finished.count(), 1);
        QTRY_VERIFY(!window->findChild<EnqueueDialog *>());
        QCOMPARE(count(system, QStringLiteral("task:%1").arg(task.identifier)), 1);
    }
}

QTEST_MAIN(TstTestWorkers)
#include "tst_testworkers.moc"
