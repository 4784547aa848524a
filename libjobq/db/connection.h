// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/error.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>

namespace jobq {

/// One open connection of one thread, with its prepared statements.
class Connection
{
public:
    /// Wraps a connection that somebody else owns (transactional enqueue): nothing is cached beyond this object,
    /// and it is never reopened.
    explicit Connection(const QSqlDatabase &callersOwn);
    ~Connection();

    [[nodiscard]] QSqlDatabase &database() { return m_database; }
    [[nodiscard]] bool preparesStatements() const { return m_prepares; }
    [[nodiscard]] bool isInTransaction() const { return m_inTransaction; }

    /// A prepared query by catalogue name, from the cache where it is there.
    std::shared_ptr<QSqlQuery> preparedQuery(const QString &name);

    /// Runs one statement without parameters (BEGIN, COMMIT, SET …).
    void execute(const QString &sql, const QString &name);

    /// Marks the connection as broken, so that the pool opens a new one.
    void setBroken() { m_broken = true; }
    [[nodiscard]] bool isBroken() const { return m_broken; }

private:
    friend class ConnectionPool;
    friend class Transaction;
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
    bool m_prepares = true;
    bool m_inTransaction = false;
    bool m_broken = false;
};

} // namespace jobq
