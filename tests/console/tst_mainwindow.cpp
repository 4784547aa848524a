// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "consolefixture.h"

#include "dialogs/commandpalette.h"
#include "pages/jobspage.h"
#include "services/savedviews.h"
#include "widgets/banner.h"
#include "widgets/inspectorpanel.h"
#include "widgets/tableview.h"

#include <QApplication>
#include <QDockWidget>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>

using namespace jobq;
using namespace jobq::console;

class TstMainWindow : public ConsoleTestCase
{
    Q_OBJECT
private Q_SLOTS:
    void everyActionHasNameAndSentence();
    void keysOpenPages();
    void paletteFindsAndRuns();
    void spacePausesTheRefreshInLists();
    void enterInspectsAndF1Explains();
    void copiesAsSql();
    void lostConnectionComesBackByItself();
    void addressOpensAJob();
    void savedViewsTravelAsJson();
    void fitsASmallScreen();
};

void TstMainWindow::everyActionHasNameAndSentence()
{
    MainWindow window;
    window.setTransient();
    QSet<QString> keys;
    for (const QAction *action : window.actions().all()) {
        QVERIFY2(!action->text().isEmpty() && !action->toolTip().isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(!action->icon().isNull(), qPrintable(action->objectName()));
        const QString shortcut = action->shortcut().toString();
        QVERIFY2(shortcut.isEmpty() || !keys.contains(shortcut), qPrintable(shortcut));
        keys.insert(shortcut);
    }
}

void TstMainWindow::keysOpenPages()
{
    const auto window = openWindow(m_postgres.createDatabase());
    QTest::keyClick(window.get(), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(window->currentPage()->id(), QStringLiteral("jobs"));
    QTest::keyClick(window.get(), Qt::Key_9, Qt::ControlModifier);
    QCOMPARE(window->currentPage()->id(), QStringLiteral("maintenance"));
}

void TstMainWindow::paletteFindsAndRuns()
{
    const auto window = openWindow(m_postgres.createDatabase());
    QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *palette = window->findChild<CommandPalette *>();
    QVERIFY(palette);
    QTest::keyClicks(palette->findChild<QLineEdit *>(), QStringLiteral("rate lim"));
    picture(palette, QStringLiteral("command-palette"));
    QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_COMPARE(window->currentPage()->id(), QStringLiteral("rate-limits"));
}

void TstMainWindow::spacePausesTheRefreshInLists()
{
    const auto window = openWindow(m_postgres.createDatabase());
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    page->view()->setFocus();
    QTest::keyClick(page->view(), Qt::Key_Space);
    QVERIFY(window->clock().isPaused());
    QTest::keyClick(page->view(), Qt::Key_Space);
    QVERIFY(!window->clock().isPaused());
}

void TstMainWindow::enterInspectsAndF1Explains()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(3, QStringLiteral("send-email")));
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 3);
    page->view()->setFocus();
    page->view()->setCurrentIndex(page->model()->index(1, 0));
    QTest::keyClick(page->view(), Qt::Key_Return);
    QTRY_VERIFY(window->inspector()->isLoaded());
    QCOMPARE(window->inspector()->jobId(), 2);
    window->inspector()->tabs()->setCurrentIndex(1);
    QTest::keyClick(window.get(), Qt::Key_F1);
    QCOMPARE(window->inspector()->tabs()->currentIndex(), 0);
    picture(window.get(), QStringLiteral("inspector"));
}

void TstMainWindow::copiesAsSql()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const System system{ConnectionPool(settings)};
    JobOptions options;
    options.queueName = QStringLiteral("o'hara");
    JobEnqueue(system).addJob(QStringLiteral("send-email"), Payload::fromText(QStringLiteral("{\"a\":\"it's\"}")), options);
    const auto window = openWindow(settings);
    auto *page = qobject_cast<JobsPage *>(show(*window, QStringLiteral("jobs")));
    QTRY_COMPARE(page->model()->rowCount(), 1);
    page->view()->selectAll();
    QApplication::clipboard()->clear();
    QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
    // What was copied makes the job again.
    m_postgres.execute(settings, QApplication::clipboard()->text());
    QCOMPARE(Inspector(system).countJobs(parseFilterText(QStringLiteral("queue:\"o'hara\"")).filter), 2);
}

void TstMainWindow::lostConnectionComesBackByItself()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    const auto window = openWindow(settings);
    show(*window, QStringLiteral("jobs"));
    QString whyNoChanges;
    QString shown;
    connect(&window->database(), &Database::stateChanged, window.get(), [&](Database::State state) {
        if (state != Database::State::Lost)
            return;
        whyNoChanges = window->database().whyNoChanges();
        for (const QLabel *label : window->findChild<Banner *>()->findChildren<QLabel *>())
            shown += label->text() + QLatin1Char(' ');
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^No longer listening")));
    m_postgres.killBackends(settings);
    // The listening connection hears of it at once, whether or not anything is asked.
    QTRY_VERIFY(!whyNoChanges.isEmpty());
    QVERIFY2(shown.contains(QLatin1String("Connection lost")), qPrintable(shown));
    QTRY_VERIFY_WITH_TIMEOUT(window->database().isConnected(), 15'000);
    QVERIFY(window->findChildren<QDialog *>().isEmpty());
}

void TstMainWindow::addressOpensAJob()
{
    const ConnectionSettings settings = m_postgres.createDatabase();
    JobEnqueue(System{ConnectionPool(settings)}).addJobs(jobs(3, QStringLiteral("send-email")));
    Profile profile = Profile::fromAddress(settings.connectionString());
    profile.name = QStringLiteral("staging");
    Profiles::remember(profile);
    MainWindow window;
    window.setTransient();
    window.show();
    QVERIFY(!window.openAddress(QStringLiteral("https://staging/job/2")));
    QVERIFY(!window.openAddress(QStringLiteral("jobq://unknown/job/2")));
    QVERIFY(window.openAddress(QStringLiteral("jobq://staging/job/2")));
    QTRY_VERIFY_WITH_TIMEOUT(window.inspector()->isLoaded(), 20'000);
    QCOMPARE(window.inspector()->jobId(), 2);
    QVERIFY(window.inspector()->job().has_value());
}

void TstMainWindow::savedViewsTravelAsJson()
{
    const QList<SavedView> views{{QStringLiteral("Late mail"), QStringLiteral("jobs"), QStringLiteral("queue:mail age>10m")}};
    QCOMPARE(SavedViews::fromJson(SavedViews::toJson(views)), views);
    QVERIFY(SavedViews::fromJson("[{\"name\":\"\"},3]").isEmpty());
    SavedViews::add(views.constFirst());
    QVERIFY(SavedViews::all().contains(views.constFirst()));
    SavedViews::remove(QStringLiteral("Late mail"));
    QVERIFY(!SavedViews::all().contains(views.constFirst()));
}

void TstMainWindow::fitsASmallScreen()
{
    const auto window = openWindow(m_postgres.createDatabase());
    window->resize(900, 600);
    for (const char *id : {"inspector", "operations", "sql-log", "test-workers"}) {
        window->dock(QLatin1String(id))->show();
        QCoreApplication::processEvents();
        QVERIFY2(window->width() <= 900 && window->height() <= 600, qPrintable(QStringLiteral("%1: %2x%3").arg(QLatin1String(id)).arg(window->width()).arg(window->height())));
    }
    for (console::Page *page : window->pages()) {
        show(*window, page->id());
        QCOMPARE(window->size(), QSize(900, 600));
        picture(window.get(), QStringLiteral("small-") + page->id());
    }
}

QTEST_MAIN(TstMainWindow)
#include "tst_mainwindow.moc"
