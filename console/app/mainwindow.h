// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "services/testworkers.h"
#include "services/upkeep.h"
#include "widgets/actions.h"

#include <QMainWindow>

class QDockWidget;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace jobq::console {

class Banner;
class InspectorPanel;
class JobCommands;
class OperationsDock;
class Sidebar;
class TestWorkersDock;

/// The window: puts together what the other rooms make.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Database &database() { return m_database; }
    [[nodiscard]] RefreshClock &clock() { return m_clock; }
    [[nodiscard]] Operations &operations() { return m_operations; }
    [[nodiscard]] TestWorkers &testWorkers() { return m_workers; }
    [[nodiscard]] Actions &actions() { return m_actions; }
    [[nodiscard]] const QList<Page *> &pages() const { return m_pages; }
    [[nodiscard]] Page *page(const QString &id) const;
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] InspectorPanel *inspector() const { return m_inspector; }
    [[nodiscard]] QDockWidget *dock(const QString &id) const;

    void openPage(const QString &id, const QString &filter = {}, bool setFilter = false);
    void openJob(JobId id);
    void openProfile(const Profile &profile, const QString &password = {});
    /// `jobq://profile/job/42`, the profile percent-encoded; false where it is no such address.
    bool openAddress(const QString &address);
    /// The address that opens that job in this database.
    [[nodiscard]] QString addressOf(JobId id) const;
    void startTestWorkers();
    /// Adds the sample workload and starts the embedded workers, as soon as there is a connection.
    void startSample();
    /// Settings are neither read nor written: for tests and the tour.
    void setTransient() { m_transient = true; }
    void restoreLayout();
    /// The next close does not ask about a change that runs: it is stopped.
    void closeWithoutAsking() { m_closesUnasked = true; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    // mainwindow.cpp
    void connectServices();
    void connectNavigator();
    // mainprofiles.cpp
    void closeDatabase();
    void openKnown(const Profile &profile);
    void handleConnected();
    void handleState(Database::State state);
    void updateSidebar();
    void updateUsable();
    void runAction(const QString &id);
    // mainlayout.cpp
    void makePages();
    void makeDocks();
    QDockWidget *addDock(const QString &id, const QString &title, QWidget *content, Qt::DockWidgetArea area);
    void makeStatusBar();
    void updateStatusBar();
    // mainactions.cpp
    void makeActions();
    void makeViewActions();
    void makeJobActions();
    void makeMaintenanceActions();
    void makeToolActions();
    void makeMenus();
    void addKeysToPages();
    // maincommands.cpp
    void saveView();
    void openView(const QString &name);
    void exportViews();
    void importViews();
    void askForJob();
    void showConnectDialog(const QString &problem = {});
    void diagnose();
    void askBeforeClosing();
    void copyJobs(const std::function<QString(const Job &)> &format);
    void cycleClock();
    void readJobs(const QString &title, const QList<JobId> &ids, const std::function<void(const QList<Job> &)> &done);
    [[nodiscard]] QList<JobId> chosenJobs() const;
    [[nodiscard]] std::function<void()> commandFor(const QString &actionId) const;
    void runOnJobs(const QString &actionId, const std::function<void(const JobSelection &)> &run);
    void runOnInspected(const QString &actionId);
    void followFocus(const QWidget *focused);
    void enqueueCopy();

    Database m_database;
    RefreshClock m_clock;
    Operations m_operations;
    Navigator m_navigator;
    TestWorkers m_workers;
    Upkeep m_upkeep;
    Actions m_actions;
    JobCommands *m_commands;
    Banner *m_banner;
    Sidebar *m_sidebar;
    QStackedWidget *m_stack;
    InspectorPanel *m_inspector;
    OperationsDock *m_operationsDock;
    TestWorkersDock *m_testWorkersDock;
    QList<Page *> m_pages;
    QHash<QString, QDockWidget *> m_docks;
    QLabel *m_connectionLabel;
    QLabel *m_refreshLabel;
    QLabel *m_timeLabel;
    QPushButton *m_heldButton;
    QPushButton *m_clockButton;
    QDateTime m_lastRefresh;
    bool m_inspectorIsMeant = false; ///< By the actions on jobs: the keys went there last.
    bool m_sampleWanted = false;
    bool m_transient = false;
    bool m_closesUnasked = false;
    JobId m_jobWanted = 0;
};

} // namespace jobq::console
