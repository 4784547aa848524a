// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "faults/trace.h"
#include "worker/workerprocess.h"

#include <QTemporaryDir>

#include <list>

namespace jobq::test {

/// One fault under load: jobs, worker processes that run them, and what came of it.
class FaultRun
{
public:
    static constexpr int Jobs = 20000;

    /// `database`: as the test itself reaches it when all is over.
    FaultRun(const QString &name, const ConnectionSettings &database);

    void addJobs() const;
    WorkerProcess &startWorker(const ConnectionSettings &database, const QStringList &environment = {},
                               const QStringList &launcher = {});
    /// Until so many executions have ended.
    bool waitForExecutions(qsizetype count);
    /// SIGKILL.
    void kill(WorkerProcess &worker);
    void forget(WorkerProcess &worker);

    /// From now on it can recover.
    void faultIsOver();
    /// Waits for the queue to be empty and stops the workers: empty where all is as it should be, else what is not.
    QString verdict();
    /// For the table: lost, doubled and so on.
    [[nodiscard]] QString row() const { return m_row; }
    /// `pause`: the longest time in which no execution ended, the fault included. `recover`: from the end of the fault
    /// until the database took the first outcome. `rescue`: from the death of a worker until the last job that it was
    /// executing ended elsewhere. All in milliseconds.
    [[nodiscard]] static QString header();

private:
    bool waitForEmptyQueue() const;
    [[nodiscard]] QString recovery() const;

    QString m_name;
    ConnectionSettings m_database;
    QTemporaryDir m_folder;
    Trace m_trace;
    std::list<WorkerProcess> m_workers;
    qint64 m_overAtMs = 0;
    QString m_row;
};

} // namespace jobq::test
