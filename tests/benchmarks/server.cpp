// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/server.h"

#include "benchmarks/interrupt.h"
#include "job/error.h"

#include <QCoreApplication>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>

#include <atomic>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

QString nextConnectionName()
{
    static std::atomic<int> last{0};
    return u"jobq-bench-%1"_s.arg(++last);
}

Error sqlError(const QSqlError &error)
{
    const auto kind = error.type() == QSqlError::ConnectionError ? Error::Kind::Connection : Error::Kind::Query;
    return Error(kind, error.databaseText().simplified()).withSqlState(error.nativeErrorCode());
}

ConnectionSettings inDatabase(ConnectionSettings settings, const QString &name)
{
    settings.setKeyword(u"dbname"_s, name);
    return settings;
}

QString databasePrefix()
{
    return u"jobq_bench_%1_"_s.arg(QCoreApplication::applicationPid());
}

} // namespace

PlainConnection::PlainConnection(const ConnectionSettings &settings)
    : m_database(QSqlDatabase::addDatabase(u"QPSQL"_s, nextConnectionName()))
{
    // QPSQL quotes these four itself and takes the rest as it is.
    ConnectionSettings rest = settings;
    const auto take = [&rest](const QString &name) {
        const QString value = rest.keyword(name);
        rest.setKeyword(name, QString());
        return value;
    };
    m_database.setHostName(take(u"host"_s));
    m_database.setDatabaseName(take(u"dbname"_s));
    m_database.setUserName(take(u"user"_s));
    m_database.setPassword(take(u"password"_s));
    m_database.setConnectOptions(rest.connectionString());
    if (!m_database.open())
        throw Error(Error::Kind::Connection,
                    u"Can't connect to %1: %2"_s.arg(settings.description(), m_database.lastError().databaseText().simplified()));
}

PlainConnection::~PlainConnection()
{
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

void PlainConnection::execute(const QString &sql) const
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw sqlError(query.lastError());
}

QVariant PlainConnection::value(const QString &sql) const
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw sqlError(query.lastError());
    return query.next() ? query.value(0) : QVariant();
}

Server::Server(const QString &connectionString)
{
    if (connectionString.isEmpty()) {
        m_folder = std::make_unique<QTemporaryDir>(u"/tmp/jobq-bench-XXXXXX"_s); // short: a socket's path has few characters
        // The server may run as another user, who must get through.
        QFile::setPermissions(m_folder->path(), QFile::permissions(m_folder->path()) | QFile::ExeGroup | QFile::ExeOther);
        LocalServer::Options options;
        options.dataFolder = m_folder->filePath(u"pg"_s);
        m_local = std::make_unique<LocalServer>(options);
        m_local->start();
        m_administration = m_local->settings();
    } else {
        m_administration = ConnectionSettings::fromString(connectionString);
    }
    m_administration.applicationName = u"jobq-bench"_s;
    m_connection = std::make_unique<PlainConnection>(m_administration);
    m_version = m_connection->value(u"SHOW server_version"_s).toString().section(u' ', 0, 0);
    m_fsync = m_connection->value(u"SHOW fsync"_s).toString();
}

Server::~Server()
{
    m_connection.reset();
    if (m_local)
        m_local->stop();
}

QString Server::nextDatabaseName()
{
    return databasePrefix() + QString::number(++m_databases);
}

void Server::cancelQueries() const
{
    try {
        const PlainConnection connection(m_administration);
        connection.execute(u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                           "WHERE state = 'active' AND starts_with(datname, '%1')"_s.arg(databasePrefix()));
    } catch (const Error &) {
        // Then the statement runs to its end, and the program ends after it.
    }
}

Database::Database(Server &server)
    : m_server(server)
    , m_settings(inDatabase(server.administration(), server.nextDatabaseName()))
{
    throwIfInterrupted();
    m_server.connection().execute(u"CREATE DATABASE %1"_s.arg(m_settings.keyword(u"dbname"_s)));
    try {
        m_system = std::make_unique<System>(ConnectionPool(m_settings));
        m_system->pool().open();
    } catch (...) {
        m_system.reset();
        m_server.connection().execute(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(m_settings.keyword(u"dbname"_s)));
        throw;
    }
}

Database::~Database()
{
    m_system.reset();
    try {
        m_server.connection().execute(u"DROP DATABASE IF EXISTS %1 WITH (FORCE)"_s.arg(m_settings.keyword(u"dbname"_s)));
    } catch (const Error &error) {
        qWarning("The database %s is left behind: %s", qPrintable(m_settings.keyword(u"dbname"_s)), error.what());
    }
}

qint64 Database::countTransactions() const
{
    m_system->pool().closeThreadConnection();
    const PlainConnection &admin = m_server.connection();
    const QString name = m_settings.keyword(u"dbname"_s);
    const QString busy = u"SELECT count(*) FROM pg_stat_activity WHERE datname = '%1' AND backend_type = 'client backend'"_s.arg(name);
    for (int tries = 0; tries < 100 && admin.value(busy).toInt() > 0; ++tries)
        QThread::msleep(5);
    const QString count = u"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '%1'"_s.arg(name);
    // A server older than 15 hands its figures to a collector, which takes a moment.
    qint64 before = -1;
    qint64 now = admin.value(count).toLongLong();
    while (now != before) {
        QThread::msleep(m_server.version().toDouble() < 15 ? 600 : 20);
        before = std::exchange(now, admin.value(count).toLongLong());
    }
    return now;
}

void Database::vacuum() const
{
    const PlainConnection connection(m_settings);
    connection.execute(u"VACUUM (ANALYZE)"_s);
    // Gigabytes that are still being written would be measured instead of the table that they make.
    if (connection.value(u"SELECT rolsuper FROM pg_roles WHERE rolname = current_user"_s).toBool())
        connection.execute(u"CHECKPOINT"_s);
}

} // namespace jobq::bench
