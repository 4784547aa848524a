// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/opendatabase.h"

#include "db/libpq.h"
#include "job/error.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>

#include <atomic>

namespace jobq {

namespace {

QString nextConnectionName()
{
    static std::atomic<quint64> last {0};
    return QStringLiteral("jobq-%1").arg(++last);
}

bool usesService(const ConnectionSettings &settings)
{
    return !settings.keyword(QStringLiteral("service")).isEmpty() || !qEnvironmentVariableIsEmpty("PGSERVICE");
}

// A pooler refuses the start-up parameter `options`, and here it would hide the one of a service file.
bool sendsStartupOptions(const ConnectionSettings &settings)
{
    return settings.preparedStatements && !usesService(settings);
}

QList<std::pair<QString, QString>> sessionParameters(const ConnectionSettings &settings)
{
    QList<std::pair<QString, QString>> parameters {
        {QStringLiteral("TimeZone"), QStringLiteral("UTC")},
        // The planner's estimates for a claim can look dear enough to compile it, which takes 100 times longer than to
        // run it.
        {QStringLiteral("jit"), QStringLiteral("off")},
        // A finish must see what was committed while it waited for the job's row (jobq.advance_queues).
        {QStringLiteral("default_transaction_isolation"), QStringLiteral("read committed")},
    };
    if (settings.lockTimeout.count() > 0)
        parameters.append({QStringLiteral("lock_timeout"), QString::number(settings.lockTimeout.count())});
    if (settings.statementTimeout.count() > 0)
        parameters.append({QStringLiteral("statement_timeout"), QString::number(settings.statementTimeout.count())});
    if (settings.readOnly)
        parameters.append({QStringLiteral("default_transaction_read_only"), QStringLiteral("on")});
    return parameters;
}

QString startupOptions(const ConnectionSettings &settings)
{
    QString own = settings.keyword(QStringLiteral("options"));
    if (own.isEmpty())
        own = qEnvironmentVariable("PGOPTIONS");
    QStringList options;
    for (const auto &[name, value] : sessionParameters(settings))
        options.append(QStringLiteral("-c %1=%2").arg(name, QString(value).replace(u' ', QLatin1String("\\ "))));
    // The last one wins: the caller's limits over ours, but never over read-only.
    if (!own.isEmpty())
        options.insert(settings.readOnly ? options.size() - 1 : options.size(), own);
    return options.join(QLatin1Char(' '));
}

// What libpq would leave at values that make a dead peer hang a worker for hours.
void addDefaults(ConnectionSettings &settings)
{
    const auto setDefault = [&settings](const QString &name, const QString &value) {
        if (settings.keyword(name).isEmpty())
            settings.setKeyword(name, value);
    };
    setDefault(QStringLiteral("application_name"), settings.applicationName);
    if (settings.connectTimeout.count() > 0)
        setDefault(QStringLiteral("connect_timeout"), QString::number(settings.connectTimeout.count()));
    if (sendsStartupOptions(settings))
        settings.setKeyword(QStringLiteral("options"), startupOptions(settings));
    if (usesService(settings))
        return;
    setDefault(QStringLiteral("keepalives_idle"), QStringLiteral("60"));
    setDefault(QStringLiteral("keepalives_interval"), QStringLiteral("10"));
    setDefault(QStringLiteral("keepalives_count"), QStringLiteral("3"));
    setDefault(QStringLiteral("tcp_user_timeout"), QStringLiteral("60000"));
}

// QPSQL quotes host, dbname, user and password itself, and turns every `;` of the other options into a space.
void handOn(const ConnectionSettings &settings, QSqlDatabase &database)
{
    ConnectionSettings rest = settings;
    const auto take = [&rest](const QString &name) {
        const QString value = rest.keyword(name);
        rest.setKeyword(name, QString());
        return value;
    };
    database.setHostName(take(QStringLiteral("host")));
    database.setDatabaseName(take(QStringLiteral("dbname")));
    database.setUserName(take(QStringLiteral("user")));
    database.setPassword(take(QStringLiteral("password")));
    const QString options = rest.connectionString();
    if (options.contains(QLatin1Char(';')))
        throw Error(Error::Kind::Usage,
                    QStringLiteral("connection string: a semicolon can only stand in host, dbname, user and password"))
            .withArgument(QStringLiteral("connection string"));
    database.setConnectOptions(options);
}

Error openError(const ConnectionSettings &settings, const QSqlError &error)
{
    QString reason = error.databaseText().simplified();
    if (reason.isEmpty())
        reason = QStringLiteral("no reason given");
    const QString state = libpq::refusalState(settings.connectionString());
    // Protocol violation: PgBouncer's answer to the start-up parameter `options`.
    if (state == QLatin1String("08P01") && sendsStartupOptions(settings))
        reason += QStringLiteral(" (behind a transaction pooler, set preparedStatements to false)");
    return Error(Error::Kind::Connection, QStringLiteral("Can't connect to %1: %2").arg(settings.description(), reason))
        .withSqlState(state);
}

void setSession(const ConnectionSettings &settings, const QSqlDatabase &database)
{
    QStringList statements;
    // Of all of these a pooler keeps only the time zone with its client.
    if (!settings.preparedStatements) {
        statements.append(QStringLiteral("SET TIME ZONE 'UTC'"));
    } else {
        for (const auto &[name, value] : sessionParameters(settings))
            statements.append(QStringLiteral("SET %1 = '%2'").arg(name, value));
    }
    QSqlQuery query(database);
    if (!query.exec(statements.join(QLatin1String("; "))))
        throw Error(Error::Kind::Connection,
                    QStringLiteral("Can't set up the session at %1.").arg(settings.description()))
            .withSqlState(query.lastError().nativeErrorCode());
}

} // namespace

QSqlDatabase openDatabase(const ConnectionSettings &settings)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL")))
        throw Error(Error::Kind::Usage, QStringLiteral("Qt's PostgreSQL driver (QPSQL) is not installed."));
    ConnectionSettings complete = settings;
    addDefaults(complete);
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), nextConnectionName());
    try {
        handOn(complete, database);
        if (!database.open())
            throw openError(complete, database.lastError());
        libpq::logNotices(database);
        if (!sendsStartupOptions(settings))
            setSession(settings, database);
    } catch (...) {
        closeDatabase(database);
        throw;
    }
    return database;
}

void closeDatabase(QSqlDatabase &database)
{
    const QString name = database.connectionName();
    database.close();
    database = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

} // namespace jobq
