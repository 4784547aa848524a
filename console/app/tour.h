// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/mainwindow.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

namespace jobq::console {

/// Renders every page to pictures, in light and dark, of a database that really works: a local server in a
/// temporary folder with the sample workload and embedded workers.
class Tour : public QObject
{
    Q_OBJECT
public:
    explicit Tour(const QString &folder);
    ~Tour() override;

    /// Returns the exit code of the program.
    int run();
    /// Before its end.
    void stop() { m_stopped = true; }

private:
    struct Stop {
        QString name;
        std::function<void()> arrange;
        std::function<bool()> isReady;
    };
    bool waitFor(const std::function<bool()> &condition, std::chrono::milliseconds limit);
    [[nodiscard]] bool isDatabaseBusy();
    QList<Stop> stops();
    QList<Stop> inspectorStops();
    QList<Stop> dialogStops();
    QList<Stop> dockStops();
    static void closeDialogs();
    bool picture(const QString &name);
    void makeTrouble();
    void hideDocks();

    QString m_folder;
    QTemporaryDir m_data;
    std::unique_ptr<MainWindow> m_window;
    QElapsedTimer m_arranged;
    qint64 m_completed = 0;
    JobId m_failedJob = 0;
    bool m_stopped = false;
};

} // namespace jobq::console
