// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include <QString>
#include <QStringList>

#include <sys/types.h>

#include <chrono>
#include <vector>

namespace jobq {

/// The operating-system user that the local server runs as: oneself, or `postgres` for root, as which
/// PostgreSQL refuses to run.
struct ServerAccount
{
    QString name;
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;
    bool isOther = false; ///< Not oneself.

    /// Throws Usage where root finds no user `postgres`.
    static ServerAccount forThisProcess();
};

/// The programs of one PostgreSQL installation, run as the server's account.
class ServerPrograms
{
public:
    /// `binFolder` empty: of the major version `wantedVersion`, else the newest. Throws Usage where none is found.
    static ServerPrograms find(const QString &binFolder, const ServerAccount &account,
                               const QString &wantedVersion = {});

    [[nodiscard]] const QString &majorVersion() const { return m_majorVersion; }

    struct Outcome
    {
        int exitCode = -1;
        QString output; ///< Both streams.
        [[nodiscard]] bool succeeded() const { return exitCode == 0; }
    };
    /// Runs `initdb` or `pg_ctl` and waits for its end.
    [[nodiscard]] Outcome run(const QString &program, const QStringList &arguments,
                              std::chrono::milliseconds limit = std::chrono::minutes(3)) const;

private:
    QString m_folder;
    QString m_majorVersion;
    ServerAccount m_account;
};

} // namespace jobq
