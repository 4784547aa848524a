// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobcommands.h"
#include "app/mainwindow.h"

#include "dialogs/commandpalette.h"
#include "services/jobformat.h"
#include "widgets/inspectorpanel.h"
#include "widgets/operationsdock.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QMenuBar>

namespace jobq::console {

void MainWindow::makeActions()
{
    makeViewActions();
    makeJobActions();
    makeMaintenanceActions();
    makeToolActions();
    makeMenus();
    addKeysToPages();
}

void MainWindow::makeViewActions()
{
    const QString category = tr("View");
    int number = 0;
    for (Page *page : std::as_const(m_pages)) {
        ++number;
        m_actions.add({QStringLiteral("page-") + page->id(), page->title(), page->iconName(), {QKeySequence(QStringLiteral("Ctrl+%1").arg(number))}, tr("Opens the page %1").arg(page->title()), tr("Go")},
                      [this, page] { openPage(page->id()); });
    }
    m_actions.add({QStringLiteral("filter"), tr("Filter"), QStringLiteral("filter"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, tr("Goes to the filter of the page"), category},
                  [this] { currentPage()->focusFilter(); });
    m_actions.add({QStringLiteral("refresh"), tr("Refresh"), QStringLiteral("refresh"), {QKeySequence(Qt::Key_F5)}, tr("Reads the page anew"), category}, [this] { m_clock.refreshNow(); });
    QAction *pause = m_actions.add({QStringLiteral("pause"), tr("Pause refresh"), QStringLiteral("pause"), {QKeySequence(Qt::Key_Space)}, tr("Holds the page still until you go on"), category},
                                   [this] { m_clock.setPaused(!m_clock.isPaused()); });
    pause->setCheckable(true);
    connect(&m_clock, &RefreshClock::pausedChanged, pause, &QAction::setChecked);
    connect(&m_clock, &RefreshClock::pausedChanged, this, &MainWindow::updateStatusBar);
    m_actions.add({QStringLiteral("show-new"), tr("Show new rows"), QStringLiteral("arrow-up"), {QKeySequence(Qt::CTRL | Qt::Key_Up)}, tr("Shows the new rows that wait while you read"), category},
                  [this] { currentPage()->showHeld(); });
    m_actions.add({QStringLiteral("save-view"), tr("Save view …"), QStringLiteral("bookmark"), {QKeySequence(Qt::CTRL | Qt::Key_D)}, tr("Keeps this page and its filter in the sidebar"), category}, [this] { saveView(); });
    m_actions.add({QStringLiteral("export-views"), tr("Export views …"), QStringLiteral("export"), {}, tr("Writes the saved views into a JSON file"), category}, [this] { exportViews(); });
    m_actions.add({QStringLiteral("import-views"), tr("Import views …"), QStringLiteral("import"), {}, tr("Adds the views of a JSON file"), category}, [this] { importViews(); });
    m_actions.add({QStringLiteral("clock"), tr("Switch clock"), QStringLiteral("scheduled"), {}, tr("Switches between local time, UTC and the server's time"), category}, [this] { cycleClock(); });
    const QList<std::tuple<QString, QString, QString, QKeySequence>> docks{
        {QStringLiteral("inspector"), tr("Inspector"), QStringLiteral("inspect"), QKeySequence(Qt::CTRL | Qt::Key_I)},
        {QStringLiteral("operations"), tr("Operations"), QStringLiteral("operations"), QKeySequence(Qt::CTRL | Qt::Key_O)},
        {QStringLiteral("sql-log"), tr("SQL log"), QStringLiteral("terminal"), QKeySequence(Qt::CTRL | Qt::Key_L)},
        {QStringLiteral("test-workers"), tr("Test workers"), QStringLiteral("flask"), QKeySequence(Qt::CTRL | Qt::Key_T)}};
    for (const auto &[id, title, iconName, keys] : docks) {
        QDockWidget *panel = m_docks.value(id);
        QAction *action = m_actions.add({QStringLiteral("show-") + id, title, iconName, {keys}, tr("Shows or hides the panel %1").arg(title), tr("Panel")}, [panel] {
            panel->setVisible(!panel->isVisible());
            panel->raise();
        });
        action->setCheckable(true);
        connect(panel, &QDockWidget::visibilityChanged, this, &MainWindow::updateUsable);
        connect(panel, &QDockWidget::visibilityChanged, action, [action, panel] { action->setChecked(!panel->isHidden()); });
    }
}

void MainWindow::makeJobActions()
{
    const QString category = tr("Job");
    m_actions.add({QStringLiteral("inspect"), tr("Inspect"), QStringLiteral("inspect"), {}, tr("Shows all about the job in the panel (Enter)"), category}, [this] {
        if (!chosenJobs().isEmpty())
            openJob(chosenJobs().constFirst());
    });
    m_actions.add({QStringLiteral("explain"), tr("Explain"), QStringLiteral("explain"), {QKeySequence(Qt::Key_F1)}, tr("Says why the job runs or does not"), category}, [this] {
        if (chosenJobs().isEmpty())
            return;
        openJob(chosenJobs().constFirst());
        m_inspector->showExplanation();
    });
    m_actions.add({QStringLiteral("enqueue"), tr("Enqueue …"), QStringLiteral("enqueue"), {QKeySequence(Qt::CTRL | Qt::Key_N)}, tr("Adds a job"), category}, [this] { m_commands->enqueue({}); });
    m_actions.add({QStringLiteral("enqueue-copy"), tr("Enqueue a copy …"), QStringLiteral("copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}, tr("Edits the job's values and adds them as a new job"), category},
                  [this] { enqueueCopy(); });
    m_actions.add({QStringLiteral("replay"), tr("Replay …"), QStringLiteral("replay"), {QKeySequence(Qt::Key_R)}, tr("Makes new jobs of those whose last execution failed"), category}, [this] {
        runOnJobs(QStringLiteral("replay"), [this](const JobSelection &jobs) { m_commands->replay(jobs); });
    });
    m_actions.add({QStringLiteral("reschedule"), tr("Reschedule …"), QStringLiteral("reschedule"), {QKeySequence(Qt::Key_E)}, tr("Changes when, how early and how often the jobs run"), category},
                  [this] { runOnJobs(QStringLiteral("reschedule"), [this](const JobSelection &jobs) { m_commands->reschedule(jobs); }); });
    m_actions.add({QStringLiteral("unlock"), tr("Force-unlock …"), QStringLiteral("unlock"), {QKeySequence(Qt::Key_U)}, tr("Opens the locks of the jobs; their executions count as abandoned"), category},
                  [this] { runOnJobs(QStringLiteral("unlock"), [this](const JobSelection &jobs) { m_commands->unlock(jobs); }); });
    m_actions.add({QStringLiteral("permanently-fail"), tr("Permanently fail …"), QStringLiteral("ban"), {QKeySequence(Qt::Key_X)}, tr("Gives the jobs up, whatever attempts they have left"), category},
                  [this] { runOnJobs(QStringLiteral("permanently-fail"), [this](const JobSelection &jobs) { m_commands->permanentlyFail(jobs); }); });
    m_actions.add({QStringLiteral("copy-sql"), tr("Copy as SQL"), QStringLiteral("copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}, tr("Copies the statements that would add the jobs again"), category},
                  [this] { copyJobs(JobFormat::asSql); });
    m_actions.add({QStringLiteral("copy-json"), tr("Copy as JSON"), QStringLiteral("copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J)}, tr("Copies the jobs with all their values"), category},
                  [this] { copyJobs(JobFormat::asJson); });
    m_actions.add({QStringLiteral("copy-cpp"), tr("Copy as C++"), QStringLiteral("copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)}, tr("Copies the calls that would add the jobs again"), category},
                  [this] { copyJobs(JobFormat::asCpp); });
    m_actions.add({QStringLiteral("copy-link"), tr("Copy link"), QStringLiteral("link"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)}, tr("Copies an address that opens the job in the console"), category}, [this] {
        if (!chosenJobs().isEmpty())
            QApplication::clipboard()->setText(addressOf(chosenJobs().constFirst()));
    });
    m_actions.add({QStringLiteral("open-job"), tr("Open job by number …"), QStringLiteral("search"), {QKeySequence(Qt::CTRL | Qt::Key_G)}, tr("Shows the job with this number, finished or not"), category}, [this] { askForJob(); });
}

void MainWindow::makeMaintenanceActions()
{
    const QString category = tr("Maintenance");
    m_actions.add({QStringLiteral("replay-range"), tr("Replay failures of a time or task …"), QStringLiteral("replay"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)}, tr("Makes new jobs of all whose last execution failed in a range of time, or of a task"), category},
                  [this] { m_commands->replayRange(); });
    m_actions.add({QStringLiteral("reset-locked"), tr("Reset stale locks …"), QStringLiteral("unlock"), {}, tr("Opens every lock that is as old as you say"), category}, [this] { m_commands->resetLocked(std::chrono::hours(4)); });
    m_actions.add({QStringLiteral("gc-history"), tr("Delete expired history …"), QStringLiteral("history"), {}, tr("Deletes records whose retention has ended"), category}, [this] { m_commands->run(Plans::gcHistory()); });
    m_actions.add({QStringLiteral("gc-queues"), tr("Forget empty queues …"), QStringLiteral("queues"), {}, tr("Forgets the names of queues that have no job"), category}, [this] { m_commands->run(Plans::gcQueues()); });
    m_actions.add({QStringLiteral("gc-tasks"), tr("Forget unused task identifiers …"), QStringLiteral("tag"), {}, tr("Forgets task identifiers of no job that were not used for 7 days"), category}, [this] { m_commands->run(Plans::gcTasks()); });
    m_actions.add({QStringLiteral("register-limit"), tr("Register a rate limit …"), QStringLiteral("gauge"), {}, tr("Lets so many jobs of a key start in each window of time"), category},
                  [this] { m_commands->rateLimit({}, 10, QStringLiteral("1 minute")); });
    m_actions.add({QStringLiteral("refill-limits"), tr("Refill rate limits …"), QStringLiteral("refresh"), {}, tr("Refills the limits whose window has ended"), category}, [this] { m_commands->run(Plans::refillRateLimits()); });
}

void MainWindow::makeToolActions()
{
    const QString category = tr("Tools");
    m_actions.add({QStringLiteral("palette"), tr("Command palette"), QStringLiteral("command"), {QKeySequence(Qt::CTRL | Qt::Key_K)}, tr("Finds every command by its words"), category},
                  [this] { (new CommandPalette(m_actions, this))->show(); });
    m_actions.add({QStringLiteral("undo"), tr("Undo …"), QStringLiteral("undo"), {QKeySequence::Undo}, tr("Takes back the newest operation of yours that can be taken back"), category}, [this] { m_operationsDock->undoLast(); });
    m_actions.add({QStringLiteral("connect"), tr("Connect …"), QStringLiteral("plug"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}, tr("Opens another database"), tr("Database")}, [this] { showConnectDialog(); });
    m_actions.add({QStringLiteral("open-local"), tr("Open the local database"), QStringLiteral("laptop"), {}, tr("Starts a private PostgreSQL of your own and opens it"), tr("Database")}, [this] { openProfile(Profile::local()); });
    m_actions.add({QStringLiteral("disconnect"), tr("Disconnect"), QStringLiteral("offline"), {}, tr("Closes the connection"), tr("Database")}, [this] { closeDatabase(); });
    m_actions.add({QStringLiteral("diagnose"), tr("Diagnose …"), QStringLiteral("diagnose"), {}, tr("Writes a bundle of facts for support: versions, settings, locks, sizes; no payloads"), category}, [this] { diagnose(); });
    m_actions.add({QStringLiteral("start-workers"), tr("Start test workers"), QStringLiteral("play"), {}, tr("Starts workers inside this program"), category}, [this] { startTestWorkers(); });
    m_actions.add({QStringLiteral("stop-workers"), tr("Stop test workers"), QStringLiteral("stop"), {}, tr("Claims nothing more and lets running jobs end"), category}, [this] { m_workers.stop(); });
    m_actions.add({QStringLiteral("sample"), tr("Add the sample workload"), QStringLiteral("flask"), {}, tr("Adds some thousand jobs that do real work on files of this machine, and starts test workers"), category}, [this] { startSample(); });
    m_actions.add({QStringLiteral("quit"), tr("Quit"), QStringLiteral("close"), {QKeySequence::Quit}, tr("Ends the program"), tr("Database")}, [this] { close(); });
}

void MainWindow::makeMenus()
{
    const auto menu = [this](const QString &title, const QStringList &ids) {
        QMenu *made = menuBar()->addMenu(title);
        made->setToolTipsVisible(true);
        for (const QString &id : ids) {
            if (id.isEmpty())
                made->addSeparator();
            else
                made->addAction(m_actions.action(id));
        }
    };
    QStringList pageIds;
    for (const Page *page : std::as_const(m_pages))
        pageIds << QStringLiteral("page-") + page->id();
    menu(tr("&Database"), {QStringLiteral("connect"), QStringLiteral("open-local"), QStringLiteral("disconnect"), {}, QStringLiteral("diagnose"), {}, QStringLiteral("quit")});
    menu(tr("&Go"), pageIds + QStringList{{}, QStringLiteral("open-job")});
    menu(tr("&Job"), {QStringLiteral("enqueue"), QStringLiteral("enqueue-copy"), {}, QStringLiteral("inspect"), QStringLiteral("explain"), {}, QStringLiteral("replay"), QStringLiteral("reschedule"), QStringLiteral("unlock"),
                      QStringLiteral("permanently-fail"), {}, QStringLiteral("copy-sql"), QStringLiteral("copy-json"), QStringLiteral("copy-cpp"), QStringLiteral("copy-link"), {}, QStringLiteral("undo")});
    menu(tr("&Maintenance"), {QStringLiteral("replay-range"), {}, QStringLiteral("reset-locked"), QStringLiteral("gc-history"), QStringLiteral("gc-queues"), QStringLiteral("gc-tasks"), {},
                              QStringLiteral("register-limit"), QStringLiteral("refill-limits")});
    menu(tr("&View"), {QStringLiteral("filter"), QStringLiteral("refresh"), QStringLiteral("pause"), QStringLiteral("show-new"), {}, QStringLiteral("save-view"), QStringLiteral("export-views"), QStringLiteral("import-views"), {},
                       QStringLiteral("show-inspector"), QStringLiteral("show-operations"), QStringLiteral("show-sql-log"), QStringLiteral("show-test-workers"), {}, QStringLiteral("clock"), QStringLiteral("palette")});
    menu(tr("&Test"), {QStringLiteral("sample"), QStringLiteral("start-workers"), QStringLiteral("stop-workers")});
}

// Keys of a single letter belong to the lists alone: elsewhere they are text, and Space presses a button.
void MainWindow::addKeysToPages()
{
    static const QStringList listKeys{QStringLiteral("pause"), QStringLiteral("replay"), QStringLiteral("reschedule"), QStringLiteral("unlock"), QStringLiteral("permanently-fail")};
    static const QStringList menuOrder{QStringLiteral("inspect"), QStringLiteral("explain"), QStringLiteral("reschedule"), QStringLiteral("replay"), QStringLiteral("unlock"), QStringLiteral("permanently-fail"),
                                       QStringLiteral("enqueue-copy"), QStringLiteral("copy-sql"), QStringLiteral("copy-json"), QStringLiteral("copy-cpp"), QStringLiteral("copy-link"), QStringLiteral("pause")};
    for (QAction *action : m_actions.all()) {
        if (listKeys.contains(Actions::idOf(action)))
            action->setShortcutContext(Qt::WidgetShortcut);
        else
            addAction(action);
    }
    for (Page *page : std::as_const(m_pages)) {
        for (QWidget *target : page->keyTargets()) {
            for (const QString &id : menuOrder)
                target->addAction(m_actions.action(id));
            auto *slash = new QAction(target); // without a text: it stands in no menu
            slash->setShortcut(QKeySequence(Qt::Key_Slash));
            slash->setShortcutContext(Qt::WidgetShortcut);
            connect(slash, &QAction::triggered, page, &Page::focusFilter);
            target->addAction(slash);
        }
    }
}

} // namespace jobq::console
