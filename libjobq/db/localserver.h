// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "job/export.h"

#include <QString>

#include <memory>

namespace jobq {

/// A private PostgreSQL cluster for one user: Unix socket only, no TCP, no network.
///
/// Made by `initdb` at the first start in `dataFolder`, shared by the processes that use it (a lock file counts
/// them), started by the first and stopped by the last, recovered after a crash. A process that is killed leaves
/// it running, and the next one uses and stops it. PostgreSQL refuses to run as root: then the cluster runs as the
/// `postgres` user. Authentication is `peer`: the kernel's word on who is at the other end of the socket. Not
/// thread-safe: use an object from one thread; start() and stop() block for seconds.
class JOBQ_EXPORT LocalServer
{
public:
    /// Where it lives and what it is made of.
    struct Options {
        QString dataFolder; ///< Empty: `$XDG_DATA_HOME/jobq/postgres`; for root `/var/lib/jobq/postgres`.
        QString binFolder; ///< Empty: the newest under `/usr/lib/postgresql/*/bin`, then `PATH`.
        QString database = QStringLiteral("jobq"); ///< Created at the first start.
        /// Further lines of `postgresql.conf`, for tests (`fsync = off`). Empty: a stock configuration.
        QString extraConfiguration;
    };

    LocalServer();
    /// Touches nothing before start().
    explicit LocalServer(const Options &options);
    ~LocalServer(); ///< Calls stop().
    LocalServer(const LocalServer &) = delete;
    LocalServer &operator=(const LocalServer &) = delete;

    /// Makes the cluster where there is none, starts it where it does not run, and waits until it answers.
    /// Throws Usage (no binaries found, a socket path too long, a data folder of another version) or
    /// Connection (it did not start; the message ends with the last lines of its log).
    void start();
    /// Stops it where no other process uses it any more. Never throws; what goes wrong is logged.
    void stop();
    [[nodiscard]] bool isRunning() const;

    /// How to connect to it; valid once it has started.
    [[nodiscard]] ConnectionSettings settings() const;
    [[nodiscard]] QString dataFolder() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
