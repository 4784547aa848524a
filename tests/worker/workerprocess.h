// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"

#include <QProcess>
#include <QString>

#include <csignal>

namespace jobq::test {

/// testworker.cpp, running.
class WorkerProcess
{
public:
    struct Options {
        QString log;
        int threads = 2;
        int leaseMs = 2000;
        int jobMs = 0; ///< How long a job takes; -1: until it is cancelled.
        QStringList environment = {}; ///< `NAME=value`, besides the usual one.
        bool quiet = false; ///< What it says goes nowhere.
        QStringList launcher = {}; ///< A program, with its arguments, that becomes the worker.
    };
    WorkerProcess(const ConnectionSettings &database, const Options &options);
    ~WorkerProcess(); ///< Kills it where it still runs.
    WorkerProcess(const WorkerProcess &) = delete;
    WorkerProcess &operator=(const WorkerProcess &) = delete;

    void send(int signal) const;
    /// SIGKILL, and waits for the end.
    void kill();
    /// SIGTERM, and waits for the end: true where it ended well.
    bool stop();
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

} // namespace jobq::test
