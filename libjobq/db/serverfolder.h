// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/serverprograms.h"

#include <QString>

#include <optional>

namespace jobq {

/// As much of a log as an error message can bear.
[[nodiscard]] QString lastLines(const QString &text);

/// The folders and files of one local cluster.
///
///     <root>/start.lock   held while somebody starts or stops the server
///     <root>/users.lock   each process that uses the server holds a shared lock on it
///     <root>/*.conf       written at each start; outside of data, because root must not write where the
///                         server's account could lay a link
///     <root>/data         PostgreSQL's own
///     <root>/socket       or a short folder elsewhere, where the path would be too long for a socket
class ServerFolder
{
public:
    /// Empty: `$XDG_DATA_HOME/jobq/postgres`, and for root, whose home the server could not enter,
    /// `/var/lib/jobq/postgres`.
    ServerFolder(const QString &root, const ServerAccount &account);

    /// Makes what is missing. Throws Usage where a folder can't be made, belongs to somebody else or is open to others.
    void prepare() const;

    [[nodiscard]] const QString &root() const { return m_root; }
    [[nodiscard]] QString data() const { return path("data"); }
    [[nodiscard]] QString log() const { return path("data/server.log"); }
    [[nodiscard]] QString startLock() const { return path("start.lock"); }
    [[nodiscard]] QString usersLock() const { return path("users.lock"); }
    [[nodiscard]] QString socket() const;

    /// The major version that made the cluster; none where there is none yet.
    [[nodiscard]] std::optional<QString> clusterVersion() const;
    /// The socket folder of the postmaster that runs on this cluster; none where none does.
    [[nodiscard]] std::optional<QString> runningSocket() const;
    /// Removes the pid file of a postmaster that is gone and whose number another process has now: PostgreSQL
    /// would refuse to start.
    void forgetDeadServer() const;

    /// Makes a folder for the server's account alone. Throws Usage.
    void makePrivate(const QString &folder) const;
    /// The last lines of the log, for error messages.
    [[nodiscard]] QString lastLogLines() const;
    /// Moves a log of more than 10 MiB aside.
    void rotateLog() const;

private:
    [[nodiscard]] QString path(const char *name) const { return m_root + QLatin1Char('/') + QLatin1String(name); }
    void checkReachable() const;

    QString m_root;
    ServerAccount m_account;
};

} // namespace jobq
