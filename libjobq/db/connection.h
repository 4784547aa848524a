// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/connectionsettings.h"
#include "db/libpq.h"
#include "job/error.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <mutex>
#include <optional>

namespace jobq {

struct CatalogQuery;

/// One open connection of one thread, with its prepared statements.
class Connection
{
public:
    /// Opens a connection of its own. Throws Connection or Usage.
    explicit Connection(const ConnectionSettings &settings);
    /// Wraps a connection that somebody else owns (transactional enqueue): nothing is prepared on it,
    /// and it is never reopened. Throws Usage where it is no open QPSQL connection of this thread.
    explicit Connection(const QSqlDatabase &callersOwn);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] QSqlDatabase &database() { return m_database; }
    [[nodiscard]] const QSqlDatabase &database() const { return m_database; }
    [[nodiscard]] bool preparesStatements() const { return m_prepares; }
    [[nodiscard]] bool isInTransaction() const { return m_inTransaction; }
    /// Whether the caller asked for a connection that changes nothing.
    [[nodiscard]] bool isReadOnly() const { return m_settings && m_settings->readOnly; }
    /// More than one server stands behind it, so that a reopened connection may find a better one.
    [[nodiscard]] bool hasSeveralHosts() const;

    /// The server-side name of the prepared statement; prepares it where it is not.
    QByteArray preparedName(const CatalogQuery &query);
    /// Runs a prepared statement. Only where preparesStatements().
    libpq::Answer run(const CatalogQuery &query, const QList<QByteArray> &values);
    /// The server knows it no longer, or its plan is out of date.
    void forgetPrepared(const CatalogQuery &query);

    /// Runs one text, which may be several statements, without parameters (BEGIN, COMMIT, SET, a migration).
    /// `repeatable`: see CatalogQuery.
    void execute(const QString &sql, const QString &name, bool repeatable = true);
    /// The same with its rows.
    QSqlQuery run(const QString &sql, const QString &name, bool repeatable = true);
    /// What the failed query means.
    [[nodiscard]] Error failure(const QSqlQuery &query, const QString &name, bool repeatable);

    /// What must stand before a statement so that it obeys the settings: nothing but behind a transaction
    /// pooler, where no setting of a session holds.
    [[nodiscard]] const QString &statementPrefix() const { return m_statementPrefix; }

    /// Opens it again where the server has closed it; does nothing in a transaction.
    void ensureUsable();
    /// Closes it; a later ensureUsable() opens it again. Callable from any thread while no other uses it.
    void close();

    /// Marks the connection as broken, so that the pool opens a new one.
    void setBroken() { m_broken = true; }
    [[nodiscard]] bool isBroken() const { return m_broken; }

private:
    friend class Transaction;
    void open();
    Error lost(const QString &name);

    std::optional<ConnectionSettings> m_settings; // none: somebody else owns it
    QSqlDatabase m_database;
    QHash<const CatalogQuery *, QByteArray> m_prepared;
    QString m_statementPrefix;
    std::mutex m_closing;
    quint64 m_lastPrepared = 0;
    bool m_prepares = true;
    bool m_inTransaction = false;
    bool m_broken = false;
};

} // namespace jobq
