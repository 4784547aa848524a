// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"

#include "app/jobcommands.h"
#include "models/texts.h"
#include "services/sampleworkload.h"
#include "services/savedviews.h"
#include "widgets/inspectorpanel.h"
#include "widgets/operationsdock.h"
#include "widgets/sidebar.h"
#include "widgets/testworkersdock.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>

namespace jobq::console {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_operations(m_database)
    , m_commands(new JobCommands(m_database, m_operations, this))
{
    setWindowTitle(tr("JobQ Console"));
    setWindowIcon(QIcon(QStringLiteral(":/console/jobq-console.svg")));
    resize(1440, 900);
    makePages();
    makeDocks();
    makeStatusBar();
    makeActions();
    connectServices();
    connectNavigator();
    updateSidebar();
    openPage(QStringLiteral("overview"));
    handleState(m_database.state());
}

MainWindow::~MainWindow()
{
    // They are hidden once more as they go, when there is no window of this class any more to tell.
    for (QDockWidget *dock : std::as_const(m_docks))
        dock->disconnect(this);
    m_workers.shutDown(std::chrono::seconds(2));
}

void MainWindow::connectServices()
{
    connect(&m_database, &Database::stateChanged, this, &MainWindow::handleState);
    connect(&m_database, &Database::connected, this, &MainWindow::handleConnected);
    connect(&m_database, &Database::openFailed, this, [this](const Error &error) {
        if (!m_transient)
            showConnectDialog(error.message());
    });
    connect(&m_database, &Database::notified, &m_clock, &RefreshClock::poke);
    connect(&m_operations, &Operations::finished, this, [this] {
        m_clock.refreshNow();
        updateUsable();
    });
    connect(m_operationsDock, &OperationsDock::changed, this, &MainWindow::updateUsable);
    connect(m_sidebar, &Sidebar::viewRemovalWanted, this, [this](const QString &name) {
        SavedViews::remove(name);
        updateSidebar();
    });
    connect(m_sidebar, &Sidebar::connectionChosen, this, [this](const QString &name) {
        const std::optional<Profile> profile = Profiles::find(name);
        if (!profile || (m_database.isConnected() && *profile == m_database.profile()))
            return;
        openKnown(*profile);
    });
}

void MainWindow::connectNavigator()
{
    connect(&m_navigator, &Navigator::jobWanted, this, &MainWindow::openJob);
    connect(&m_navigator, &Navigator::pageWanted, this, [this](const QString &id, const QString &filter) { openPage(id, filter, true); });
    connect(&m_navigator, &Navigator::planWanted, m_commands, &JobCommands::run);
    connect(&m_navigator, &Navigator::rescheduleWanted, m_commands, &JobCommands::reschedule);
    connect(&m_navigator, &Navigator::permanentlyFailWanted, m_commands, &JobCommands::permanentlyFail);
    connect(&m_navigator, &Navigator::replayWanted, m_commands, &JobCommands::replay);
    connect(&m_navigator, &Navigator::resetWanted, m_commands, &JobCommands::resetLocked);
    connect(&m_navigator, &Navigator::rateLimitWanted, m_commands, &JobCommands::rateLimit);
    connect(&m_navigator, &Navigator::enqueueWanted, m_commands, &JobCommands::enqueue);
    connect(&m_navigator, &Navigator::actionWanted, this, &MainWindow::runAction);
    connect(m_inspector, &InspectorPanel::actionWanted, this, &MainWindow::runOnInspected);
    connect(m_inspector, &InspectorPanel::jobShown, this, &MainWindow::updateUsable);
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, const QWidget *now) { followFocus(now); });
    connect(&m_navigator, &Navigator::messageWanted, this, [this](const QString &message) { statusBar()->showMessage(message, 8000); });
}

void MainWindow::runAction(const QString &id)
{
    QAction *action = m_actions.action(id);
    if (action && action->isEnabled())
        action->trigger();
    else if (action)
        statusBar()->showMessage(action->statusTip(), 8000); // why not
}

Page *MainWindow::page(const QString &id) const
{
    for (Page *page : m_pages) {
        if (page->id() == id)
            return page;
    }
    return nullptr;
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

QDockWidget *MainWindow::dock(const QString &id) const
{
    return m_docks.value(id);
}

void MainWindow::openPage(const QString &id, const QString &filter, bool setFilter)
{
    Page *wanted = page(id);
    if (!wanted)
        return;
    if (setFilter)
        wanted->setFilter(filter);
    m_stack->setCurrentWidget(wanted);
    m_sidebar->setCurrentPage(id);
    updateUsable();
    updateStatusBar();
}

void MainWindow::openJob(JobId id)
{
    if (!m_database.isConnected()) {
        m_jobWanted = id;
        return;
    }
    QDockWidget *panel = m_docks.value(QStringLiteral("inspector"));
    panel->show();
    panel->raise();
    m_inspector->showJob(id);
    // From a list one goes on in the list; whoever came by a number or a link means this job.
    if (!currentPage() || !currentPage()->selectedJobs().contains(id)) {
        m_inspector->setFocus(Qt::OtherFocusReason);
        m_inspectorIsMeant = true;
    }
    updateUsable();
}

void MainWindow::startTestWorkers()
{
    m_testWorkersDock->start();
}

void MainWindow::startSample()
{
    m_sampleWanted = !m_database.isConnected();
    if (m_sampleWanted)
        return;
    m_database.run(
        Database::Lane::Change, tr("Sample workload"), this, [](const System &system) { return SampleWorkload::enqueue(system); },
        [this](qsizetype added) {
            statusBar()->showMessage(tr("%n job(s) added.", nullptr, int(added)), 8000);
            m_clock.poke();
        },
        [this](const Error &error) { statusBar()->showMessage(error.message(), 10'000); });
    startTestWorkers();
}

void MainWindow::handleConnected()
{
    const ServerFacts &facts = *m_database.facts();
    Texts::setServerClock(facts.timeZone, facts.serverTime);
    if (!m_transient)
        Profiles::remember(m_database.profile());
    updateSidebar();
    if (m_database.profile().isLocal() && m_database.whyNot(Right::Administer).isEmpty())
        m_upkeep.start(*m_database.system());
    if (m_sampleWanted)
        startSample();
    if (m_jobWanted > 0)
        openJob(std::exchange(m_jobWanted, 0));
}

void MainWindow::handleState(Database::State state)
{
    const bool isConnected = state == Database::State::Connected;
    m_clock.setConnected(isConnected);
    for (Page *page : std::as_const(m_pages)) {
        page->setStale(state == Database::State::Lost);
        if (state == Database::State::Connecting)
            page->reset();
    }
    if (state == Database::State::Connecting)
        m_inspector->clear();
    updateUsable();
    updateStatusBar();
}

void MainWindow::updateSidebar()
{
    QStringList views;
    for (const SavedView &view : SavedViews::all())
        views << view.name;
    m_sidebar->setViews(views);
    QList<Sidebar::Connection> connections;
    for (const Profile &profile : Profiles::recent())
        connections.append({profile.name, environmentIcon(profile.environment), m_database.isConnected() && profile.name == m_database.profile().name});
    m_sidebar->setConnections(connections);
}

// What can't be done now is grey, and says why.
void MainWindow::updateUsable()
{
    const QString noJob = chosenJobs().isEmpty() ? tr("Choose a job first.") : QString();
    const QString noChange = m_database.whyNot(Right::Operate);
    const QString noEnqueue = m_database.whyNot(Right::Enqueue);
    const QString noAdministration = m_database.whyNot(Right::Administer);
    const auto use = [this](const QString &id, const QString &whyNot) { Actions::setUsable(m_actions.action(id), whyNot); };
    for (const char *id : {"inspect", "explain", "copy-sql", "copy-json", "copy-cpp", "copy-link"})
        use(QLatin1String(id), noJob);
    for (const char *id : {"replay", "reschedule", "unlock", "permanently-fail"})
        use(QLatin1String(id), noJob.isEmpty() || commandFor(QLatin1String(id)) ? noChange : noJob);
    use(QStringLiteral("enqueue-copy"), noJob.isEmpty() ? noEnqueue : noJob);
    for (const char *id : {"enqueue", "sample", "start-workers", "refill-limits"})
        use(QLatin1String(id), noEnqueue);
    for (const char *id : {"replay-range", "reset-locked"})
        use(QLatin1String(id), noChange);
    for (const char *id : {"gc-history", "gc-queues", "gc-tasks", "register-limit"})
        use(QLatin1String(id), noAdministration);
    Actions::setUsable(m_actions.action(QStringLiteral("undo")),
                       !noChange.isEmpty() ? noChange : m_operationsDock->canUndo() ? QString() : tr("There is no operation of yours that can be undone."));
    const QString noConnection = m_database.isConnected() ? QString() : tr("There is no connection.");
    for (const char *id : {"refresh", "open-job", "diagnose", "disconnect"})
        Actions::setUsable(m_actions.action(QLatin1String(id)), noConnection);
}

void MainWindow::restoreLayout()
{
    QSettings settings;
    Texts::setClock(Clock(qBound(0, settings.value(QStringLiteral("clock")).toInt(), 2)));
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
    openPage(settings.value(QStringLiteral("window/page"), QStringLiteral("overview")).toString());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_operations.isRunning() && !m_closesUnasked) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    if (!m_transient) {
        QSettings settings;
        settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
        settings.setValue(QStringLiteral("window/state"), saveState());
        settings.setValue(QStringLiteral("window/page"), currentPage()->id());
        for (const Page *page : std::as_const(m_pages))
            page->saveLayout();
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        Theme::refreshStyleSheet();
}

} // namespace jobq::console
