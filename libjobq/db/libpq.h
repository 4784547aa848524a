// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq. The only place that calls libpq itself: what QtSql has no word for.

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>

#include <memory>

class QSqlDatabase;
class QSqlQuery;
struct pg_result;

namespace jobq::libpq {

/// The keywords that a URI or keyword string sets. Throws a Usage error that never repeats a password.
QHash<QString, QString> parseConnectionString(const QString &uriOrKeywords);

/// `'value'` as a keyword string wants it.
QString quotedValue(const QString &value);

/// Tries once more to connect, only to learn the SQLSTATE of the refusal, which QSqlError loses. Empty where
/// the server could not be reached at all (or has let us in this time).
QString refusalState(const QString &keywordString);

enum class TransactionStatus {
    Idle,
    Active,
    InTransaction,
    Failed,
    Unknown, ///< The connection is dead.
};
TransactionStatus transactionStatus(const QSqlDatabase &database);

/// False where the server has closed the idle connection, seen without a round trip: an idle server sends
/// nothing, so a readable socket holds its farewell or its end.
bool isQuiet(const QSqlDatabase &database);

/// True for an open connection of the QPSQL driver.
bool isPostgres(const QSqlDatabase &database);

/// For example 150004.
int serverVersion(const QSqlDatabase &database);

/// Whether a backslash in a plain string literal is only a backslash.
bool hasStandardStrings(const QSqlDatabase &database);

/// Sends the server's notices to the log category `jobq.db`; libpq would print them to standard error.
void logNotices(const QSqlDatabase &database);

int socketDescriptor(const QSqlDatabase &database);

/// What the server answered to one statement: its rows, or why there are none. Values are read where libpq has put
/// them: a QVariant for each would cost more than all else that a client does for a claimed job.
class Answer
{
public:
    Answer() = default;
    /// Of a query that was run; it must outlive the answer.
    explicit Answer(const QSqlQuery &query);
    /// `reason` where there is not even a result.
    Answer(pg_result *owned, const QString &reason);

    [[nodiscard]] bool isError() const;
    [[nodiscard]] QString sqlState() const;
    [[nodiscard]] QString message() const;
    [[nodiscard]] int rows() const;
    [[nodiscard]] int affectedRows() const;
    [[nodiscard]] bool isNull(int row, int column) const;
    /// As the server prints it; empty where NULL.
    [[nodiscard]] QByteArrayView value(int row, int column) const;

private:
    std::shared_ptr<pg_result> m_result;
    QString m_reason;
};

/// Binds and runs a prepared statement. QPSQL can only send the text of an EXECUTE, which the server must parse anew
/// each time. A null value is NULL. The connection must be idle or in a transaction.
Answer executePrepared(const QSqlDatabase &database, const QByteArray &name, const QList<QByteArray> &values);

struct Notification
{
    QString channel;
    QString payload;
};
/// Takes what has arrived and appends it; false where the connection is lost.
bool takeNotifications(const QSqlDatabase &database, QList<Notification> &notifications);

/// Asks the server to cancel what another thread runs on this connection. Thread-safe.
class Canceller
{
public:
    explicit Canceller(const QSqlDatabase &database);
    ~Canceller();
    Canceller(const Canceller &) = delete;
    Canceller &operator=(const Canceller &) = delete;
    bool cancel() const;

private:
    void *m_cancel = nullptr;
};

} // namespace jobq::libpq
