// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/transaction.h"

#include "db/libpq.h"

#include <QRandomGenerator>
#include <QThread>

namespace jobq {

Transaction::Transaction(Connection &connection, Mode mode)
    : m_connection(connection)
{
    const QString name = QStringLiteral("BEGIN");
    if (connection.m_inTransaction)
        throw Error(Error::Kind::Query, QStringLiteral("A transaction is open already on this connection."))
            .withQueryName(name);
    connection.ensureUsable();
    const QString begin = mode == Mode::Snapshot ? QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; ") : QStringLiteral("BEGIN; ");
    connection.execute(begin + connection.statementPrefix(), name);
    connection.m_inTransaction = true;
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    close();
    try {
        if (m_connection.database().isOpen())
            m_connection.execute(QStringLiteral("ROLLBACK"), QStringLiteral("ROLLBACK"));
    } catch (const Error &) {
        // The server rolls back by itself when it loses the connection.
        m_connection.setBroken();
    }
}

void Transaction::close()
{
    m_open = false;
    m_connection.m_inTransaction = false;
}

void Transaction::commit()
{
    const QString name = QStringLiteral("COMMIT");
    if (!m_open)
        throw Error(Error::Kind::Query, QStringLiteral("The transaction has ended already.")).withQueryName(name);
    // COMMIT of a failed transaction "succeeds": it rolls back.
    if (libpq::transactionStatus(m_connection.database()) == libpq::TransactionStatus::Failed)
        throw Error(Error::Kind::Query, QStringLiteral("A statement of the transaction has failed; it can't commit."))
            .withQueryName(name);
    // Seen before COMMIT was sent, a lost connection leaves no doubt.
    if (!libpq::isQuiet(m_connection.database())) {
        close();
        m_connection.setBroken();
        throw Error(Error::Kind::Connection,
                    QStringLiteral("The connection was lost before the transaction could commit."))
            .withQueryName(name);
    }
    close();
    m_connection.execute(name, name, false);
}

void pauseBeforeReplay(int attempt)
{
    const int most = 4 << qBound(0, attempt, 6);
    QThread::msleep(static_cast<unsigned long>(QRandomGenerator::global()->bounded(1, most)));
}

} // namespace jobq
