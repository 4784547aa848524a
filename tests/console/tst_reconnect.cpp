// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "planfixture.h"

#include "db/connection.h"
#include "pages/jobspage.h"
#include "widgets/inspectorpanel.h"
#include "widgets/operationsdock.h"
#include "widgets/tableview.h"

#include <QDockWidget>

using namespace jobq;
using namespace jobq::console;

/// The listening connection is lost while something that is read waits for a lock: nobody may wait for that answer.
class TstReconnect : public PlanTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void pagesReadAgain_data();
    void pagesReadAgain();
    void panelsReadAgain();
    void dialogLooksAhead();
    void dialogLooksAheadAgainAfterAFailure();
    void everyReadEndsOnce();
    void anotherDatabaseNeedsNoAnswerOfTheOld();

private:
    /// Waits until some backend of that database waits for a lock.
    void waitForALock(const ConnectionSettings &settings)
    {
        QTRY_VERIFY(m_postgres.number(settings, QStringLiteral("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                                                                     "WHERE NOT l.granted AND d.datname = current_database()")) >= 1);
    }

    void loseTheListener(MainWindow &window, const ConnectionSettings &settings)
    {
        QSignalSpy back(&window.database(), &Database::connected);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^No longer listening")));
        m_postgres.execute(settings, QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                                                    "AND pid <> pg_backend_pid() AND query ILIKE 'listen%'"));
        QTRY_COMPARE_WITH_TIMEOUT(back.count(), 1, 15'000);
    }

    static int count(const QSignalSpy &reads, const QString &title)
    {
        return int(std::count_if(reads.cbegin(), reads.cend(), [&](const QList<QVariant> &read) { return read.constFirst().toString() == title; }));
    }

    static QString lockAll() { return QStringLiteral("BEGIN; LOCK TABLE jobq.jobs, jobq.history, jobq.workers, jobq.operations IN ACCESS EXCLUSIVE MODE"); }
};

void TstReconnect::pagesReadAgain_data()
{
    QTest::addColumn<QString>("pageId");
    for (const char *pageId : {"overview", "jobs", "failures", "maintenance"})
        QTest::newRow(pageId) << QString::fromLatin1(pageId);
}

void TstReconnect::pagesReadAgain()
{
    QFETCH(QString, pageId);
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(5, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    console::Page *page = show(*window, pageId);
    Connection blocker(settings);
    blocker.execute(lockAll(), QStringLiteral("block"));
    page->refresh();
    waitForALock(settings);
    loseTheListener(*window, settings);
    QSignalSpy reads(&window->database(), &Database::readFinished);
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    // What began when the connection came back.
    QTRY_VERIFY(count(reads, page->title()) >= 1);
    reads.clear();
    window->actions().action(QStringLiteral("refresh"))->trigger();
    QTRY_VERIFY(count(reads, page->title()) >= 1);
}

void TstReconnect::panelsReadAgain()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(5, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    window->dock(QStringLiteral("operations"))->show();
    window->openJob(2);
    QTRY_VERIFY(window->inspector()->isLoaded());
    Connection blocker(settings);
    blocker.execute(lockAll(), QStringLiteral("block"));
    window->findChild<OperationsDock *>()->refresh();
    window->inspector()->showJob(3);
    waitForALock(settings);
    loseTheListener(*window, settings);
    QSignalSpy reads(&window->database(), &Database::readFinished);
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    QTRY_VERIFY(window->inspector()->isLoaded());
    QCOMPARE(window->inspector()->jobId(), 3);
    QTRY_VERIFY(count(reads, QStringLiteral("Audit")) >= 1);
}

void TstReconnect::dialogLooksAhead()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(5, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    show(*window, QStringLiteral("jobs"));
    Connection blocker(settings);
    blocker.execute(lockAll(), QStringLiteral("block"));
    window->actions().action(QStringLiteral("reset-locked"))->trigger();
    waitForALock(settings);
    loseTheListener(*window, settings);
    auto *dialog = window->findChild<PlanDialog *>();
    QVERIFY(dialog);
    QVERIFY(!dialog->isPreviewed());
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    QTRY_VERIFY(dialog->isPreviewed());
    QCOMPARE(dialog->view()->summary(), QStringLiteral("Nothing would change."));
    close(*window, dialog);
}

void TstReconnect::dialogLooksAheadAgainAfterAFailure()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    show(*window, QStringLiteral("jobs"));
    PlanDialog *dialog = nullptr;
    connect(&window->database(), &Database::stateChanged, window.get(), [&](Database::State state) {
        if (state != Database::State::Lost || dialog)
            return;
        Plan plan = Plans::gcQueues();
        plan.preview = [isFirst = std::make_shared<std::atomic_bool>(true)](const System &) {
            if (isFirst->exchange(false))
                throw Error(Error::Kind::Connection, QStringLiteral("The server is away."));
            return PlanPreview();
        };
        dialog = new PlanDialog(window->database(), window->operations(), plan, window.get());
        dialog->open();
    });
    loseTheListener(*window, settings);
    QTRY_VERIFY(dialog && dialog->isPreviewed());
}

void TstReconnect::everyReadEndsOnce()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    Database &database = window->database();
    Connection blocker(settings);
    blocker.execute(lockAll(), QStringLiteral("block"));
    int done = 0;
    QList<Error::Kind> failed;
    const auto read = [&] {
        return database.run(
            Database::Lane::Detail, QStringLiteral("test"), window.get(), [](const System &system) { return Inspector(system).countJobs({}); },
            [&done](qint64) { ++done; }, [&failed](const Error &error) { failed.append(error.kind()); });
    };
    read();
    waitForALock(settings);
    loseTheListener(*window, settings);
    QCOMPARE(failed, QList<Error::Kind>{Error::Kind::Connection});
    QFuture<qint64> cancelled = read();
    waitForALock(settings);
    cancelled.cancel();
    QTRY_COMPARE(failed, (QList<Error::Kind>{Error::Kind::Connection, Error::Kind::Cancelled}));
    blocker.execute(QStringLiteral("ROLLBACK"), QStringLiteral("unblock"));
    read();
    QTRY_COMPARE(done, 1);
    QCOMPARE(failed.size(), 2);
}

void TstReconnect::anotherDatabaseNeedsNoAnswerOfTheOld()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const ConnectionSettings other = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(5, QStringLiteral("send-email")));
    JobEnqueue(System{ConnectionPool(other)}).addJobs(jobs(2, QStringLiteral("resize")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 5);
    window->openJob(2);
    QTRY_VERIFY(window->inspector()->isLoaded());
    Connection blocker(settings);
    blocker.execute(lockAll(), QStringLiteral("block"));
    page->refresh();
    waitForALock(settings);
    window->openProfile(Profile::fromAddress(other.connectionString()), other.keyword(QStringLiteral("password")));
    QTRY_COMPARE_WITH_TIMEOUT(page->model()->rowCount(), 2, 15'000);
    // A job of that number is another one here.
    QCOMPARE(window->inspector()->jobId(), 0);
}

QTEST_MAIN(TstReconnect)
#include "tst_reconnect.moc"
