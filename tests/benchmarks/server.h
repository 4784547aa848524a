// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "db/localserver.h"
#include "db/system.h"

#include <QSqlDatabase>
#include <QTemporaryDir>
#include <QVariant>

#include <memory>

namespace jobq::bench {

/// A plain connection beside libjobq: for making databases, holding a transaction open, reading server facts. For the
/// thread that made it. Every call throws jobq::Error.
class PlainConnection
{
public:
    explicit PlainConnection(const ConnectionSettings &settings);
    ~PlainConnection();
    PlainConnection(const PlainConnection &) = delete;
    PlainConnection &operator=(const PlainConnection &) = delete;

    void execute(const QString &sql) const;
    /// The first column of the first row; invalid where there is none.
    [[nodiscard]] QVariant value(const QString &sql) const;

private:
    QSqlDatabase m_database;
};

/// The server under test: that of a connection string, or one of our own in a temporary folder.
class Server
{
public:
    /// No connection string: starts a local server. Throws jobq::Error.
    explicit Server(const QString &connectionString);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    [[nodiscard]] const ConnectionSettings &administration() const { return m_administration; }
    [[nodiscard]] const QString &version() const { return m_version; }
    [[nodiscard]] const QString &fsync() const { return m_fsync; }
    [[nodiscard]] const PlainConnection &connection() const { return *m_connection; }

    /// The name of a database that nobody else uses.
    [[nodiscard]] QString nextDatabaseName();
    /// Ends what the databases of this program are busy with. From any thread.
    void cancelQueries() const;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalServer> m_local;
    ConnectionSettings m_administration;
    std::unique_ptr<PlainConnection> m_connection;
    QString m_version;
    QString m_fsync;
    int m_databases = 0;
};

/// A database of its own with JobQ's schema, dropped in the end.
class Database
{
public:
    explicit Database(Server &server);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] const ConnectionSettings &settings() const { return m_settings; }
    [[nodiscard]] const System &system() const { return *m_system; }
    [[nodiscard]] Server &server() const { return m_server; }

    /// Transactions that the server has finished here: what libjobq asks outside of a transaction is one round trip
    /// each. Closes this thread's connection of the system, because the server counts it then.
    [[nodiscard]] qint64 countTransactions() const;
    /// What autovacuum and the checkpointer would have done by now on a table that was filled just before; the latter
    /// where the role may.
    void vacuum() const;

private:
    Server &m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<System> m_system;
};

} // namespace jobq::bench
