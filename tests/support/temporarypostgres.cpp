// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/temporarypostgres.h"

#include "db/connection.h"
#include "db/connectionpool.h"
#include "db/literal.h"
#include "db/sqlcatalog.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QSqlQuery>
#include <QThread>

#include <fcntl.h>
#include <unistd.h>

namespace jobq::test {

namespace {

const QString passwordRoles = QStringLiteral("jobq_password_roles");

ConnectionSettings inDatabase(ConnectionSettings settings, const QString &name)
{
    settings.setKeyword(QStringLiteral("dbname"), name);
    return settings;
}

QString quoted(const QString &text)
{
    return textLiteral(text, true);
}

// The state file's second line; none where no shared cluster answers.
std::optional<ConnectionSettings> sharedCluster()
{
    QFile state(qEnvironmentVariable("JOBQ_TEST_CLUSTER"));
    if (state.fileName().isEmpty() || !state.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QStringList lines = QString::fromUtf8(state.readAll()).split(QLatin1Char('\n'));
    if (lines.size() < 2)
        return std::nullopt;
    try {
        const ConnectionSettings settings = ConnectionSettings::fromString(lines.at(1));
        const Connection probe(settings);
        return settings;
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace

TemporaryPostgres::TemporaryPostgres(Cluster cluster, const QString &extraConfiguration)
{
    std::optional<ConnectionSettings> shared;
    if (cluster == Cluster::Shared && extraConfiguration.isEmpty())
        shared = sharedCluster();
    if (shared) {
        m_administration = *shared;
    } else {
        m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/jobq-XXXXXX"));
        m_server = std::make_unique<LocalServer>(options(m_folder->path(), extraConfiguration));
        cleanUpAfterACrash();
        m_server->start();
        m_administration = inDatabase(m_server->settings(), QStringLiteral("postgres"));
    }
    m_template = ensureTemplate(m_administration);
}

TemporaryPostgres::~TemporaryPostgres()
{
    if (m_server)
        return; // all of it goes
    try {
        for (const QString &name : std::as_const(m_databases))
            execute(m_administration, QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(name));
        for (const QString &name : std::as_const(m_roles))
            execute(m_administration, QStringLiteral("DROP ROLE IF EXISTS %1").arg(name));
    } catch (const Error &error) {
        qWarning("%s", error.what());
    }
}

LocalServer::Options TemporaryPostgres::options(const QString &folder, const QString &extraConfiguration)
{
    // The server may run as another user, who must get through.
    QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ExeGroup | QFile::ExeOther);
    QFile authentication(folder + QStringLiteral("/authentication.conf"));
    if (!authentication.open(QIODevice::WriteOnly)
        || authentication.write(
               QStringLiteral("local all +%1 scram-sha-256\nlocal all all peer map=jobq\n").arg(passwordRoles).toUtf8())
            < 0)
        throw Error(Error::Kind::Usage, authentication.errorString());
    LocalServer::Options options;
    options.dataFolder = folder + QStringLiteral("/pg");
    options.extraConfiguration = QStringLiteral("hba_file = '%1'\n"
                                                "fsync = off\n"
                                                "full_page_writes = off\n"
                                                "wal_level = minimal\n"
                                                "max_wal_senders = 0\n"
                                                "max_connections = 200\n"
                                                "%2")
                                     .arg(authentication.fileName(), extraConfiguration);
    return options;
}

QString TemporaryPostgres::ensureTemplate(const ConnectionSettings &administration)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &migration : SqlCatalog::migrationNames()) {
        hash.addData(migration.toUtf8());
        hash.addData(SqlCatalog::migration(migration).toUtf8());
    }
    const QString name = QStringLiteral("jobq_template_") + QString::fromLatin1(hash.result().toHex().left(12));
    const QString step = QStringLiteral("template");
    Connection connection(administration);
    // Held until this connection closes.
    connection.execute(QStringLiteral("SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('jobq_template'))"),
                       step);
    if (connection.run(QStringLiteral("SELECT FROM pg_database WHERE datname = ") + quoted(name), step).next())
        return name;
    const QString draft = QStringLiteral("jobq_template_draft");
    if (!connection.run(QStringLiteral("SELECT FROM pg_roles WHERE rolname = ") + quoted(passwordRoles), step).next())
        connection.execute(QStringLiteral("CREATE ROLE ") + passwordRoles, step);
    connection.execute(QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(draft), step);
    connection.execute(QStringLiteral("CREATE DATABASE %1").arg(draft), step);
    ConnectionPool(inDatabase(administration, draft)).open();
    killBackends(inDatabase(administration, draft), administration);
    connection.execute(QStringLiteral("ALTER DATABASE %1 RENAME TO %2").arg(draft, name), step);
    return name;
}

QString TemporaryPostgres::nextName(const char *kind)
{
    return QStringLiteral("%1_%2_%3")
        .arg(QLatin1String(kind))
        .arg(QCoreApplication::applicationPid())
        .arg(m_databases.size() + m_roles.size());
}

ConnectionSettings TemporaryPostgres::cloneOf(const QString &source)
{
    const QString name = nextName("test");
    m_databases.append(name);
    execute(m_administration, QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(name, source));
    return inDatabase(m_administration, name);
}

ConnectionSettings TemporaryPostgres::createDatabase()
{
    return cloneOf(m_template);
}

ConnectionSettings TemporaryPostgres::createEmptyDatabase()
{
    return cloneOf(QStringLiteral("template1"));
}

ConnectionSettings TemporaryPostgres::createRole(const ConnectionSettings &database, const QString &password)
{
    const QString name = nextName("role");
    m_roles.append(name);
    execute(m_administration,
            QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD %2 IN ROLE %3").arg(name, quoted(password), passwordRoles));
    ConnectionSettings settings = database;
    settings.setKeyword(QStringLiteral("user"), name);
    settings.setKeyword(QStringLiteral("password"), password);
    return settings;
}

ConnectionSettings TemporaryPostgres::administration() const
{
    return m_administration;
}

void TemporaryPostgres::execute(const ConnectionSettings &database, const QString &sql)
{
    Connection(database).execute(sql, QStringLiteral("test"));
}

QVariant TemporaryPostgres::scalar(const ConnectionSettings &database, const QString &sql)
{
    Connection connection(database);
    QSqlQuery result = connection.run(sql, QStringLiteral("test"));
    return result.next() ? result.value(0) : QVariant();
}

qint64 TemporaryPostgres::number(const ConnectionSettings &database, const QString &sql)
{
    return scalar(database, sql).toLongLong();
}

QStringList TemporaryPostgres::column(const ConnectionSettings &database, const QString &sql)
{
    Connection connection(database);
    QSqlQuery result = connection.run(sql, QStringLiteral("test"));
    QStringList values;
    while (result.next())
        values.append(result.value(0).toString());
    return values;
}

int TemporaryPostgres::killBackends(const ConnectionSettings &database) const
{
    return killBackends(database, m_administration);
}

int TemporaryPostgres::killBackends(const ConnectionSettings &database, const ConnectionSettings &administration)
{
    const QString others =
        QStringLiteral(
            "FROM pg_stat_activity WHERE datname = %1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
            .arg(quoted(database.keyword(QStringLiteral("dbname"))));
    Connection connection(administration);
    QSqlQuery killed =
        connection.run(QStringLiteral("SELECT pg_terminate_backend(pid) ") + others, QStringLiteral("test"));
    const int count = killed.size();
    const auto left = [&] {
        QSqlQuery result = connection.run(QStringLiteral("SELECT count(*) ") + others, QStringLiteral("test"));
        return result.next() ? result.value(0).toInt() : 0;
    };
    while (left() > 0)
        QThread::msleep(1);
    return count;
}

// A test program that aborts runs no destructor. The shell waits for the end of a pipe that only we hold open.
void TemporaryPostgres::cleanUpAfterACrash() const
{
    static const char script[] =
        "read -r end; kill -QUIT $(head -n 1 \"$0/pg/data/postmaster.pid\") && sleep 1; rm -rf \"$0\"";
    const QByteArray folder = QFile::encodeName(m_folder->path());
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        qFatal("There is no pipe.");
    if (::fork() == 0) {
        const int nothing = ::open("/dev/null", O_RDWR);
        ::setsid();
        ::dup2(ends[0], STDIN_FILENO);
        ::dup2(nothing, STDOUT_FILENO);
        ::dup2(nothing, STDERR_FILENO);
        ::execl("/bin/sh", "sh", "-c", script, folder.constData(), nullptr);
        ::_exit(127);
    }
    ::close(ends[0]); // the other end closes with this process
}

LocalServer &TemporaryPostgres::own() const
{
    if (!m_server)
        qFatal("This test needs TemporaryPostgres::Cluster::Own.");
    return *m_server;
}

void TemporaryPostgres::stop()
{
    own().stop();
}

void TemporaryPostgres::start()
{
    own().start();
}

void TemporaryPostgres::restart()
{
    own().stop();
    own().start();
}

QString TemporaryPostgres::dataFolder() const
{
    return own().dataFolder();
}

} // namespace jobq::test
