// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "db/serverprograms.h"

#include <QTemporaryDir>

#include <memory>

namespace jobq::test {

/// A PostgreSQL server that a test may treat badly: fsync on, as in earnest. All calls throw jobq::Error.
class FaultServer
{
public:
    /// Makes a cluster and starts it.
    explicit FaultServer(const QString &configuration = {});
    /// A streaming standby of `primary`, which runs.
    static std::unique_ptr<FaultServer> standbyOf(const FaultServer &primary);
    ~FaultServer();
    FaultServer(const FaultServer &) = delete;
    FaultServer &operator=(const FaultServer &) = delete;

    /// The database `jobq` with its schema; in a tablespace of its own where a folder is given.
    void createDatabase(const QString &tablespaceFolder = {}) const;
    [[nodiscard]] ConnectionSettings settings() const { return settings(QStringLiteral("jobq")); }
    [[nodiscard]] ConnectionSettings settings(const QString &database) const;

    void start() const;
    void stop(const QString &mode) const; ///< `fast` or `immediate` (SIGQUIT: no checkpoint, crash recovery at the start).
    void promote() const;
    /// Lets hosts of this range of addresses in.
    void admit(const QString &range) const;

    /// Whether the server has logged this.
    [[nodiscard]] bool hasLogged(const QByteArray &text) const;

    [[nodiscard]] const ServerAccount &account() const { return m_account; }

private:
    struct Empty { };
    explicit FaultServer(Empty);
    void configure(const QString &configuration) const;
    void run(const QString &program, const QStringList &arguments) const;
    [[nodiscard]] QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    QTemporaryDir m_folder;
    ServerAccount m_account;
    ServerPrograms m_programs;
};

} // namespace jobq::test
