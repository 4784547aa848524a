// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/libpq.h"

#include "db/logging.h"
#include "job/error.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlQuery>
#include <QSqlResult>
#include <QVariant>
#include <QVarLengthArray>

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace jobq::libpq {

namespace {

template<auto Function>
struct Deleter
{
    template<typename T>
    void operator()(T *pointer) const
    {
        Function(pointer);
    }
};
using ConnectionHandle = std::unique_ptr<PGconn, Deleter<PQfinish>>;
using OptionList = std::unique_ptr<PQconninfoOption, Deleter<PQconninfoFree>>;

PGconn *handleOf(const QSqlDatabase &database)
{
    const QSqlDriver *driver = database.driver();
    const QVariant handle = driver ? driver->handle() : QVariant();
    if (!handle.isValid() || std::strcmp(handle.typeName(), "pg_conn*") != 0)
        return nullptr;
    return *static_cast<PGconn *const *>(handle.constData());
}

// libpq quotes what it could not read, which may be a part of a password; its words are translated, so only
// the input itself tells what to hide. A keyword (`hots=`) stays: it is the usual mistake.
QString withoutFragments(const QString &message, const QString &input)
{
    constexpr qsizetype shortest = 4;
    QString result;
    for (qsizetype at = 0; at < message.size();) {
        qsizetype length = 0;
        while (at + length < message.size() && input.contains(QStringView(message).mid(at, length + 1)))
            ++length;
        const QStringView fragment = QStringView(message).mid(at, length);
        const bool isKeyword = input.contains(fragment.toString() + QLatin1Char('='));
        if (length < shortest || isKeyword) {
            result += message.at(at++);
        } else {
            result += QStringLiteral("…");
            at += length;
        }
    }
    return result.simplified();
}

bool waitFor(PGconn *connection, PostgresPollingStatusType wanted)
{
    constexpr int timeoutMilliseconds = 3000;
    pollfd descriptor {PQsocket(connection), short(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    return ::poll(&descriptor, 1, timeoutMilliseconds) > 0;
}

} // namespace

QHash<QString, QString> parseConnectionString(const QString &uriOrKeywords)
{
    if (uriOrKeywords.contains(QChar::Null))
        throw Error(Error::Kind::Usage, QStringLiteral("connection string: it holds a NUL character"))
            .withArgument(QStringLiteral("connection string"));
    char *message = nullptr;
    const OptionList options(PQconninfoParse(uriOrKeywords.toUtf8().constData(), &message));
    if (!options) {
        const QString reason = message ? QString::fromUtf8(message) : QStringLiteral("out of memory");
        PQfreemem(message);
        throw Error(Error::Kind::Usage, QStringLiteral("connection string: ") + withoutFragments(reason, uriOrKeywords))
            .withArgument(QStringLiteral("connection string"));
    }
    QHash<QString, QString> keywords;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            keywords.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    }
    return keywords;
}

QString quotedValue(const QString &value)
{
    QString escaped = value;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + escaped + QLatin1Char('\'');
}

QString refusalState(const QString &keywordString)
{
    const ConnectionHandle connection(PQconnectStart(keywordString.toUtf8().constData()));
    if (!connection)
        return {};
    PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
    auto status = PGRES_POLLING_WRITING;
    while (status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING) {
        if (PQsocket(connection.get()) < 0 || !waitFor(connection.get(), status))
            return {};
        status = PQconnectPoll(connection.get());
    }
    if (status == PGRES_POLLING_OK)
        return {};
    if (PQconnectionNeedsPassword(connection.get()))
        return QStringLiteral("28P01");
    static const QRegularExpression state(QStringLiteral(R"(:  ([0-9A-Z]{5})\s*$)"),
                                          QRegularExpression::MultilineOption);
    auto match = state.globalMatch(QString::fromUtf8(PQerrorMessage(connection.get())));
    QString last;
    while (match.hasNext())
        last = match.next().captured(1);
    return last;
}

TransactionStatus transactionStatus(const QSqlDatabase &database)
{
    const PGconn *connection = handleOf(database);
    switch (connection ? PQtransactionStatus(connection) : PQTRANS_UNKNOWN) {
    case PQTRANS_IDLE:
        return TransactionStatus::Idle;
    case PQTRANS_ACTIVE:
        return TransactionStatus::Active;
    case PQTRANS_INTRANS:
        return TransactionStatus::InTransaction;
    case PQTRANS_INERROR:
        return TransactionStatus::Failed;
    case PQTRANS_UNKNOWN:
        break;
    }
    return TransactionStatus::Unknown;
}

bool isQuiet(const QSqlDatabase &database)
{
    PGconn *connection = handleOf(database);
    if (!connection || PQstatus(connection) != CONNECTION_OK)
        return false;
    pollfd descriptor {PQsocket(connection), POLLIN, 0};
    return ::poll(&descriptor, 1, 0) == 0;
}

bool isPostgres(const QSqlDatabase &database)
{
    return handleOf(database) != nullptr;
}

int serverVersion(const QSqlDatabase &database)
{
    const PGconn *connection = handleOf(database);
    return connection ? PQserverVersion(connection) : 0;
}

bool hasStandardStrings(const QSqlDatabase &database)
{
    const PGconn *connection = handleOf(database);
    const char *value = connection ? PQparameterStatus(connection, "standard_conforming_strings") : nullptr;
    return value && std::strcmp(value, "on") == 0;
}

void logNotices(const QSqlDatabase &database)
{
    const auto log = [](void *, const char *notice) {
        qCDebug(jobqDb).noquote() << QString::fromUtf8(notice).trimmed();
    };
    if (PGconn *connection = handleOf(database))
        PQsetNoticeProcessor(connection, log, nullptr);
}

int socketDescriptor(const QSqlDatabase &database)
{
    const PGconn *connection = handleOf(database);
    return connection ? PQsocket(connection) : -1;
}

Answer::Answer(const QSqlQuery &query)
{
    const QVariant handle = query.result()->handle();
    if (handle.isValid() && std::strcmp(handle.typeName(), "pg_result*") == 0)
        m_result = {*static_cast<PGresult *const *>(handle.constData()), [](PGresult *) { }};
}

Answer::Answer(pg_result *owned, const QString &reason)
    : m_result(owned, PQclear)
    , m_reason(reason)
{
}

bool Answer::isError() const
{
    const ExecStatusType status = PQresultStatus(m_result.get());
    return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

QString Answer::sqlState() const
{
    return QString::fromLatin1(PQresultErrorField(m_result.get(), PG_DIAG_SQLSTATE));
}

QString Answer::message() const
{
    const char *primary = PQresultErrorField(m_result.get(), PG_DIAG_MESSAGE_PRIMARY);
    return primary ? QString::fromUtf8(primary) : m_reason;
}

int Answer::rows() const
{
    return PQntuples(m_result.get());
}

int Answer::affectedRows() const
{
    return m_result ? std::atoi(PQcmdTuples(m_result.get())) : 0;
}

bool Answer::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

QByteArrayView Answer::value(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

Answer executePrepared(const QSqlDatabase &database, const QByteArray &name, const QList<QByteArray> &values)
{
    PGconn *connection = handleOf(database);
    QVarLengthArray<const char *, 16> pointers;
    for (const QByteArray &value : values)
        pointers.append(value.isNull() ? nullptr : value.constData());
    PGresult *result = nullptr;
    if (connection
        && PQsendQueryPrepared(connection, name.constData(), int(pointers.size()), pointers.constData(), nullptr, nullptr, 0)) {
        // The last one, for an error of the commit comes after the rows; but of errors the first: what follows a
        // server's farewell only says that it is gone.
        while (PGresult *next = PQgetResult(connection)) {
            const bool keeps = result && PQresultStatus(result) == PGRES_FATAL_ERROR;
            PQclear(keeps ? next : result);
            result = keeps ? result : next;
        }
    }
    return {result, connection ? QString::fromUtf8(PQerrorMessage(connection)) : QString()};
}

bool takeNotifications(const QSqlDatabase &database, QList<Notification> &notifications)
{
    PGconn *connection = handleOf(database);
    if (!connection || !PQconsumeInput(connection))
        return false;
    while (PGnotify *notify = PQnotifies(connection)) {
        notifications.append({QString::fromUtf8(notify->relname), QString::fromUtf8(notify->extra)});
        PQfreemem(notify);
    }
    return PQstatus(connection) == CONNECTION_OK;
}

Canceller::Canceller(const QSqlDatabase &database)
{
    if (PGconn *connection = handleOf(database))
        m_cancel = PQgetCancel(connection);
}

Canceller::~Canceller()
{
    PQfreeCancel(static_cast<PGcancel *>(m_cancel));
}

bool Canceller::cancel() const
{
    char reason[256];
    return m_cancel && PQcancel(static_cast<PGcancel *>(m_cancel), reason, sizeof reason);
}

} // namespace jobq::libpq
