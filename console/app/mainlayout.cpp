// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobcommands.h"
#include "app/mainwindow.h"

#include "models/texts.h"
#include "pages/failurespage.h"
#include "pages/historypage.h"
#include "pages/jobspage.h"
#include "pages/lockedpage.h"
#include "pages/maintenancepage.h"
#include "pages/overviewpage.h"
#include "pages/queuespage.h"
#include "pages/ratelimitspage.h"
#include "pages/workerspage.h"
#include "widgets/banner.h"
#include "widgets/icons.h"
#include "widgets/inspectorpanel.h"
#include "widgets/layouts.h"
#include "widgets/operationsdock.h"
#include "widgets/sidebar.h"
#include "widgets/sqllogdock.h"
#include "widgets/testworkersdock.h"

#include <QDockWidget>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>

namespace jobq::console {

void MainWindow::makePages()
{
    const PageContext context{m_database, m_clock, m_operations, m_navigator};
    m_banner = new Banner(m_database, this);
    m_sidebar = new Sidebar(this);
    m_sidebar->setFixedWidth(26 * Theme::grid);
    m_stack = new QStackedWidget(this);
    auto *overview = new OverviewPage(context, this);
    m_pages = {overview,
               new QueuesPage(context, this),
               new JobsPage(context, this),
               new LockedPage(context, this),
               new WorkersPage(context, this),
               new FailuresPage(context, this),
               new HistoryPage(context, this),
               new RateLimitsPage(context, this),
               new MaintenancePage(context, this)};
    int number = 0;
    for (Page *page : std::as_const(m_pages)) {
        m_stack->addWidget(page);
        m_sidebar->addPage(page->id(), page->title(), page->iconName(), tr("%1 (Ctrl+%2)").arg(page->title()).arg(++number));
        connect(page, &Page::selectionChanged, this, &MainWindow::updateUsable);
        connect(page, &Page::heldCountChanged, this, &MainWindow::updateStatusBar);
    }
    connect(overview, &OverviewPage::overviewShown, this, [this](const Overview &shown) {
        m_sidebar->setBadge(QStringLiteral("locked"), shown.counts.locked.value, false, tr("jobs run now"));
        m_sidebar->setBadge(QStringLiteral("workers"), shown.silentWorkers, true, tr("workers are silent"));
        m_sidebar->setBadge(QStringLiteral("jobs"), shown.counts.exhausted.value, true, tr("jobs are exhausted"));
        m_sidebar->setBadge(QStringLiteral("rate-limits"), shown.rateLimitsEmpty, true, tr("rate limits are empty"));
    });
    auto *center = new QWidget(this);
    auto *columns = plainLayout<QHBoxLayout>(nullptr, 0);
    columns->addWidget(m_sidebar);
    columns->addWidget(m_stack, 1);
    center->setLayout(columns);
    setCentralWidget(center);
    // A tool bar spans the whole window, docks included: no panel may cover the environment.
    auto *bar = addToolBar(tr("Environment"));
    bar->setObjectName(QStringLiteral("environment"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->toggleViewAction()->setVisible(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_banner->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(m_banner);
    connect(m_sidebar, &Sidebar::pageChosen, this, [this](const QString &id) { openPage(id); });
    connect(m_sidebar, &Sidebar::viewChosen, this, &MainWindow::openView);
    connect(m_banner, &Banner::connectWanted, this, [this] { showConnectDialog(); });
}

QDockWidget *MainWindow::addDock(const QString &id, const QString &title, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(id);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    addDockWidget(area, dock);
    m_docks.insert(id, dock);
    return dock;
}

void MainWindow::makeDocks()
{
    setDockNestingEnabled(true);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_inspector = new InspectorPanel(m_database, m_clock, m_navigator, this);
    m_inspector->setMinimumWidth(320);
    m_operationsDock = new OperationsDock(m_database, m_operations, m_navigator, this);
    m_testWorkersDock = new TestWorkersDock(m_database, m_workers, m_navigator, this);
    addDock(QStringLiteral("inspector"), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    QDockWidget *operations = addDock(QStringLiteral("operations"), tr("Operations"), m_operationsDock, Qt::BottomDockWidgetArea);
    QDockWidget *log = addDock(QStringLiteral("sql-log"), tr("SQL log"), new SqlLogDock(m_database.log(), this), Qt::BottomDockWidgetArea);
    QDockWidget *workers = addDock(QStringLiteral("test-workers"), tr("Test workers"), m_testWorkersDock, Qt::BottomDockWidgetArea);
    tabifyDockWidget(operations, log);
    tabifyDockWidget(log, workers);
    resizeDocks({m_docks.value(QStringLiteral("inspector"))}, {400}, Qt::Horizontal);
    resizeDocks({operations}, {240}, Qt::Vertical);
    for (QDockWidget *dock : std::as_const(m_docks))
        dock->hide();
}

void MainWindow::makeStatusBar()
{
    m_connectionLabel = new QLabel(this);
    m_refreshLabel = new QLabel(this);
    m_timeLabel = new QLabel(this);
    m_heldButton = linkButton({}, this);
    m_heldButton->setToolTip(tr("Shows the new rows that wait while you read or have a selection"));
    m_clockButton = linkButton({}, this);
    m_clockButton->setToolTip(tr("The clock in use. Switches between local time, UTC and the server's time."));
    statusBar()->addWidget(m_connectionLabel);
    statusBar()->addWidget(m_refreshLabel);
    statusBar()->addWidget(m_timeLabel);
    statusBar()->addPermanentWidget(m_heldButton);
    statusBar()->addPermanentWidget(m_clockButton);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, Theme::grid, 0);
    connect(m_heldButton, &QPushButton::clicked, this, [this] { currentPage()->showHeld(); });
    connect(m_clockButton, &QPushButton::clicked, this, &MainWindow::cycleClock);
    connect(&m_database, &Database::readFinished, this, [this](const QString &title, std::chrono::microseconds time) {
        if (currentPage() && title == currentPage()->title()) {
            m_lastRefresh = Texts::now();
            m_timeLabel->setText(tr("Query %1").arg(Texts::span(time)));
            updateStatusBar();
        }
    });
}

void MainWindow::updateStatusBar()
{
    switch (m_database.state()) {
    case Database::State::Closed: m_connectionLabel->setText(tr("Not connected")); break;
    case Database::State::Connecting: m_connectionLabel->setText(tr("Connecting …")); break;
    case Database::State::Connected: m_connectionLabel->setText(m_clock.isPaused() ? tr("Connected, refresh paused") : tr("Connected")); break;
    case Database::State::Lost: m_connectionLabel->setText(tr("Connection lost; what you see is of %1").arg(Texts::absolute(m_lastRefresh))); break;
    }
    m_refreshLabel->setText(m_lastRefresh.isValid() ? tr("Refreshed %1").arg(Texts::absolute(m_lastRefresh).mid(11, 8)) : QString());
    const int held = currentPage() ? currentPage()->heldCount() : 0;
    m_heldButton->setVisible(held > 0);
    m_heldButton->setText(tr("+%n new", nullptr, held));
    m_clockButton->setText(Texts::clockName());
}

} // namespace jobq::console
