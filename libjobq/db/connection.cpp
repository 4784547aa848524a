// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"

#include "db/libpq.h"
#include "db/opendatabase.h"
#include "db/sqlcatalog.h"
#include "db/sqlerror.h"
#include "db/tracing.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QThread>

namespace jobq {

namespace {

QString pooledPrefix(const ConnectionSettings &settings)
{
    QString prefix;
    if (settings.readOnly)
        prefix += QStringLiteral("SET TRANSACTION READ ONLY; ");
    if (settings.lockTimeout.count() > 0)
        prefix += QStringLiteral("SET LOCAL lock_timeout = %1; ").arg(settings.lockTimeout.count());
    if (settings.statementTimeout.count() > 0)
        prefix += QStringLiteral("SET LOCAL statement_timeout = %1; ").arg(settings.statementTimeout.count());
    return prefix;
}

Error badDatabase(const QString &reason)
{
    return Error(Error::Kind::Usage, QStringLiteral("database: ") + reason).withArgument(QStringLiteral("database"));
}

} // namespace

Connection::Connection(const ConnectionSettings &settings)
    : m_settings(settings)
    , m_prepares(settings.preparedStatements)
{
    if (!m_prepares)
        m_statementPrefix = pooledPrefix(settings);
    open();
}

Connection::Connection(const QSqlDatabase &callersOwn)
    : m_database(callersOwn)
    , m_prepares(false)
{
    if (!callersOwn.isOpen())
        throw badDatabase(QStringLiteral("it is not open"));
    if (!libpq::isPostgres(callersOwn))
        throw badDatabase(QStringLiteral("its driver is not QPSQL"));
    if (callersOwn.driver()->thread() != QThread::currentThread())
        throw badDatabase(QStringLiteral("it belongs to another thread"));
    m_inTransaction = libpq::transactionStatus(callersOwn) != libpq::TransactionStatus::Idle;
}

Connection::~Connection()
{
    if (m_settings)
        close();
}

void Connection::open()
{
    m_prepared.clear();
    m_broken = false;
    m_database = openDatabase(*m_settings);
}

void Connection::close()
{
    const std::lock_guard lock(m_closing);
    m_prepared.clear();
    if (m_database.isValid())
        closeDatabase(m_database);
}

void Connection::ensureUsable()
{
    if (m_inTransaction || !m_settings)
        return;
    const bool isUsable = !m_broken && m_database.isValid() && libpq::isQuiet(m_database)
        && libpq::transactionStatus(m_database) == libpq::TransactionStatus::Idle;
    if (isUsable)
        return;
    close();
    open();
}

bool Connection::hasSeveralHosts() const
{
    return m_settings
        && (m_settings->keyword(QStringLiteral("host")) + m_settings->keyword(QStringLiteral("hostaddr")))
               .contains(QLatin1Char(','));
}

QByteArray Connection::preparedName(const CatalogQuery &query)
{
    const auto at = m_prepared.constFind(&query);
    if (at != m_prepared.cend())
        return *at;
    const QByteArray name = "jobq_" + QByteArray::number(++m_lastPrepared);
    run(QStringLiteral("PREPARE %1 AS %2").arg(QLatin1String(name), query.sql.numbered()), query.name);
    m_prepared.insert(&query, name);
    return name;
}

void Connection::forgetPrepared(const CatalogQuery &query)
{
    m_prepared.remove(&query);
}

void Connection::execute(const QString &sql, const QString &name, bool repeatable)
{
    traced(name, sql, [&] {
        QSqlQuery query = run(sql, name, repeatable);
        while (query.nextResult()) { }
        // exec() answers for the first of several statements only.
        if (query.lastError().isValid())
            throw failure(query, name, repeatable);
        return qMax(0, query.numRowsAffected());
    });
}

QSqlQuery Connection::run(const QString &sql, const QString &name, bool repeatable)
{
    if (!m_database.isOpen())
        throw lost(name);
    // The whole result at once, not row by row: an error of the commit comes after the rows, and must not be missed.
    QSqlQuery query(m_database);
    query.setNumericalPrecisionPolicy(QSql::HighPrecision);
    if (!query.exec(sql))
        throw failure(query, name, repeatable);
    return query;
}

// QPSQL gives the whole of libpq's text, which begins with `ERROR:  `, in the server's language.
static QString withoutSeverity(const QString &text)
{
    const qsizetype severity = text.section(QLatin1Char('\n'), 0, 0).indexOf(QLatin1String(":  "));
    return severity < 0 ? text : text.mid(severity + 3);
}

Error Connection::failure(const QSqlQuery &query, const QString &name, bool repeatable)
{
    const QSqlError error = query.lastError();
    return statementError(error.nativeErrorCode(), withoutSeverity(error.databaseText()), *this, name, repeatable || m_inTransaction);
}

Error Connection::lost(const QString &name)
{
    m_broken = true;
    return Error(Error::Kind::Connection, QStringLiteral("The connection was lost.")).withQueryName(name);
}

libpq::Answer Connection::run(const CatalogQuery &query, const QList<QByteArray> &values)
{
    if (!m_database.isOpen())
        throw lost(query.name);
    const libpq::Answer answer = libpq::executePrepared(m_database, preparedName(query), values);
    if (answer.isError())
        throw statementError(answer.sqlState(), answer.message(), *this, query.name, query.repeatable || m_inTransaction);
    return answer;
}

} // namespace jobq
