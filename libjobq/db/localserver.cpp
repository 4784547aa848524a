// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/localserver.h"

#include "db/connection.h"
#include "db/filelock.h"
#include "db/literal.h"
#include "db/logging.h"
#include "db/serverfolder.h"
#include "db/serverprograms.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>

#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

namespace jobq {

namespace {

// Text sorts and folds the same on every machine; without C.UTF-8 (not every system has it) only ASCII folds.
QString clusterLocale()
{
    const locale_t locale = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (!locale)
        return QStringLiteral("C");
    ::freelocale(locale);
    return QStringLiteral("C.UTF-8");
}

void write(const QString &path, const QString &text, int mode = O_TRUNC)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | mode, 0644);
    QFile file;
    if (descriptor < 0 || !file.open(descriptor, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle)
        || file.write(text.toUtf8()) < 0 || !file.flush())
        throw Error(Error::Kind::Usage, QStringLiteral("Can't write %1: %2").arg(path, qt_error_string()));
    // The server's account must read it, whatever the umask; the folder above decides who else can.
    ::fchmod(descriptor, 0644);
}

QString quotedSetting(QString value)
{
    return QLatin1Char('\'') + value.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

} // namespace

struct LocalServer::Private
{
    Options options;
    ServerAccount account;
    std::unique_ptr<ServerFolder> folder;
    std::unique_ptr<ServerPrograms> programs;
    std::unique_ptr<FileLock> use; // held while this object uses the server
    QString socket;

    void choosePrograms();
    void makeCluster() const;
    void writeConfiguration() const;
    void startServer();
    void makeDatabase() const;
    void stopServer() const;
    [[nodiscard]] ConnectionSettings settings(const QString &database) const;
};

void LocalServer::Private::choosePrograms()
{
    const std::optional<QString> version = folder->clusterVersion();
    programs =
        std::make_unique<ServerPrograms>(ServerPrograms::find(options.binFolder, account, version.value_or(QString())));
    if (version && *version != programs->majorVersion())
        throw Error(
            Error::Kind::Usage,
            QStringLiteral("dataFolder: the cluster in %1 was made by PostgreSQL %2, but only PostgreSQL %3 was found. "
                           "Install PostgreSQL %2, or move the folder away to begin a new one.")
                .arg(folder->root(), *version, programs->majorVersion()))
            .withArgument(QStringLiteral("dataFolder"));
}

// Made under another name and then moved: a half-made cluster is never taken for one.
void LocalServer::Private::makeCluster() const
{
    const QString draft = folder->root() + QStringLiteral("/draft");
    QDir(draft).removeRecursively();
    folder->makePrivate(draft);
    QStringList arguments {QStringLiteral("--pgdata=") + draft,  QStringLiteral("--username=") + account.name,
                           QStringLiteral("--encoding=UTF8"),    QStringLiteral("--locale=") + clusterLocale(),
                           QStringLiteral("--lc-messages=C"),    QStringLiteral("--auth-local=peer"),
                           QStringLiteral("--auth-host=reject"), QStringLiteral("--no-instructions")};
    if (options.extraConfiguration.contains(QLatin1String("fsync = off")))
        arguments.append(QStringLiteral("--no-sync"));
    const ServerPrograms::Outcome outcome = programs->run(QStringLiteral("initdb"), arguments);
    if (!outcome.succeeded()) {
        QDir(draft).removeRecursively();
        throw Error(Error::Kind::Connection,
                    QStringLiteral("initdb could not make a cluster in %1:\n%2")
                        .arg(folder->root(), lastLines(outcome.output)));
    }
    write(draft + QStringLiteral("/postgresql.conf"), QStringLiteral("\ninclude '../server.conf'\n"), O_APPEND);
    if (!QDir().rename(draft, folder->data()))
        throw Error(Error::Kind::Usage, QStringLiteral("Can't move %1 to %2.").arg(draft, folder->data()));
}

void LocalServer::Private::writeConfiguration() const
{
    const QString authentication = folder->root() + QStringLiteral("/authentication.conf");
    const QString users = folder->root() + QStringLiteral("/users.conf");
    // PostgreSQL asks the kernel who is at the other end of the socket: no password that could leak.
    write(authentication, QStringLiteral("# TYPE DATABASE USER METHOD\nlocal all all peer map=jobq\n"));
    QString map = QStringLiteral("# MAP SYSTEM-USER DATABASE-USER\njobq \"%1\" \"%1\"\n").arg(account.name);
    if (account.isOther)
        map += QStringLiteral("jobq root \"%1\"\n").arg(account.name);
    write(users, map);
    write(folder->root() + QStringLiteral("/server.conf"),
          QStringLiteral("# Written at each start.\n"
                         "listen_addresses = ''\n"
                         "port = 5432\n"
                         "unix_socket_directories = %1\n"
                         "unix_socket_permissions = 0700\n"
                         "hba_file = %2\n"
                         "ident_file = %3\n"
                         "logging_collector = off\n"
                         "%4\n")
              .arg(quotedSetting(socket), quotedSetting(authentication), quotedSetting(users),
                   options.extraConfiguration));
}

void LocalServer::Private::startServer()
{
    folder->forgetDeadServer();
    const bool hasCrashed = QFile::exists(folder->data() + QStringLiteral("/postmaster.pid"));
    socket = folder->socket();
    folder->makePrivate(socket);
    folder->rotateLog();
    writeConfiguration();
    const QStringList arguments {QStringLiteral("start"),
                                 QStringLiteral("--pgdata=") + folder->data(),
                                 QStringLiteral("--log=") + folder->log(),
                                 QStringLiteral("--wait"),
                                 QStringLiteral("--timeout=120"),
                                 QStringLiteral("--silent")};
    ServerPrograms::Outcome outcome = programs->run(QStringLiteral("pg_ctl"), arguments);
    // The children of a killed postmaster need a moment to notice it and to let go of its shared memory.
    for (int attempt = 0; hasCrashed && !outcome.succeeded() && attempt < 10; ++attempt) {
        ::usleep(300'000);
        outcome = programs->run(QStringLiteral("pg_ctl"), arguments);
    }
    if (!outcome.succeeded())
        throw Error(Error::Kind::Connection,
                    QStringLiteral("The local PostgreSQL server did not start: %1\n%2")
                        .arg(outcome.output, folder->lastLogLines()));
}

ConnectionSettings LocalServer::Private::settings(const QString &database) const
{
    ConnectionSettings settings;
    settings.setKeyword(QStringLiteral("host"), socket);
    settings.setKeyword(QStringLiteral("port"), QStringLiteral("5432"));
    settings.setKeyword(QStringLiteral("dbname"), database);
    settings.setKeyword(QStringLiteral("user"), account.name);
    return settings;
}

void LocalServer::Private::makeDatabase() const
{
    const QString name = QStringLiteral("create database");
    Connection connection(settings(QStringLiteral("postgres")));
    QSqlQuery known = connection.run(QStringLiteral("SELECT FROM pg_catalog.pg_database WHERE datname = ")
                                         + textLiteral(options.database, true),
                                     name);
    if (known.next())
        return;
    QString quoted = options.database;
    quoted.replace(QLatin1Char('"'), QLatin1String("\"\""));
    connection.execute(QStringLiteral("CREATE DATABASE \"%1\"").arg(quoted), name);
}

void LocalServer::Private::stopServer() const
{
    const ServerPrograms::Outcome outcome = programs->run(
        QStringLiteral("pg_ctl"),
        {QStringLiteral("stop"), QStringLiteral("--pgdata=") + folder->data(), QStringLiteral("--mode=fast"),
         QStringLiteral("--wait"), QStringLiteral("--timeout=60"), QStringLiteral("--silent")});
    if (!outcome.succeeded() && folder->runningSocket())
        qCWarning(jobqDb).noquote() << "The local PostgreSQL server did not stop:" << outcome.output;
}

LocalServer::LocalServer()
    : LocalServer(Options())
{ }

LocalServer::LocalServer(const Options &options)
    : d(new Private {options, {}, {}, {}, {}, {}})
{ }

LocalServer::~LocalServer()
{
    stop();
}

void LocalServer::start()
{
    if (isRunning())
        return;
    d->use.reset();
    d->account = ServerAccount::forThisProcess();
    d->folder = std::make_unique<ServerFolder>(d->options.dataFolder, d->account);
    d->choosePrograms();
    d->folder->prepare();
    FileLock starting(d->folder->startLock());
    starting.lockExclusive();
    auto use = std::make_unique<FileLock>(d->folder->usersLock());
    use->lockShared();
    if (!d->folder->clusterVersion())
        d->makeCluster();
    if (const std::optional<QString> socket = d->folder->runningSocket())
        d->socket = *socket;
    else
        d->startServer();
    d->makeDatabase();
    d->use = std::move(use);
}

void LocalServer::stop()
{
    if (!d->use)
        return;
    try {
        FileLock stopping(d->folder->startLock());
        stopping.lockExclusive();
        if (d->use->tryLockExclusive())
            d->stopServer();
    } catch (const Error &error) {
        qCWarning(jobqDb).noquote() << error.message();
    }
    d->use.reset();
}

bool LocalServer::isRunning() const
{
    return d->use && d->folder->runningSocket().has_value();
}

ConnectionSettings LocalServer::settings() const
{
    return d->settings(d->options.database);
}

QString LocalServer::dataFolder() const
{
    return d->folder ? d->folder->root() : d->options.dataFolder;
}

} // namespace jobq
