// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultserver.h"

#include "db/connectionpool.h"
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

namespace jobq::test {

using namespace Qt::StringLiterals;

FaultServer::FaultServer(Empty)
    : m_folder(QDir::tempPath() + u"/jobq-fault-XXXXXX"_s)
    , m_account(ServerAccount::forThisProcess())
    , m_programs(ServerPrograms::find({}, m_account))
{
    if (::chown(QFile::encodeName(m_folder.path()).constData(), m_account.user, m_account.group) != 0)
        throw Error(Error::Kind::Usage, u"can't give the folder to the server's user"_s);
}

FaultServer::FaultServer(const QString &configuration)
    : FaultServer(Empty())
{
    run(u"initdb"_s, {u"-D"_s, data(), u"-U"_s, u"postgres"_s, u"-A"_s, u"trust"_s, u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s});
    configure(configuration);
    start();
}

std::unique_ptr<FaultServer> FaultServer::standbyOf(const FaultServer &primary)
{
    std::unique_ptr<FaultServer> standby(new FaultServer(Empty()));
    const QString source = u"host=%1 user=postgres"_s.arg(primary.m_folder.path());
    standby->run(u"pg_basebackup"_s, {u"-D"_s, standby->data(), u"-R"_s, u"-X"_s, u"stream"_s, u"-c"_s, u"fast"_s, u"-d"_s, source});
    standby->configure({});
    standby->start();
    return standby;
}

FaultServer::~FaultServer()
{
    try {
        stop(u"immediate"_s);
    } catch (const Error &) {
        // It does not run.
    }
}

// The folder is the server's user's alone, and so is the socket in it: nobody else can connect.
void FaultServer::configure(const QString &configuration) const
{
    QFile file(data() + u"/postgresql.conf"_s);
    if (!file.open(QIODevice::Append))
        throw Error(Error::Kind::Usage, u"can't write postgresql.conf"_s);
    file.write(u"\nlisten_addresses = ''\nunix_socket_directories = '%1'\nmax_wal_senders = 4\n%2\n"_s
                   .arg(m_folder.path(), configuration)
                   .toUtf8());
}

void FaultServer::run(const QString &program, const QStringList &arguments) const
{
    const ServerPrograms::Outcome outcome = m_programs.run(program, arguments);
    if (!outcome.succeeded())
        throw Error(Error::Kind::Connection, program + u" failed: "_s + outcome.output);
}

void FaultServer::start() const
{
    run(u"pg_ctl"_s, {u"-D"_s, data(), u"-l"_s, m_folder.filePath(u"log"_s), u"-w"_s, u"-t"_s, u"120"_s, u"start"_s});
}

void FaultServer::stop(const QString &mode) const
{
    run(u"pg_ctl"_s, {u"-D"_s, data(), u"-m"_s, mode, u"-w"_s, u"stop"_s});
}

void FaultServer::promote() const
{
    run(u"pg_ctl"_s, {u"-D"_s, data(), u"-w"_s, u"promote"_s});
}

void FaultServer::admit(const QString &range) const
{
    QFile file(data() + u"/pg_hba.conf"_s);
    if (!file.open(QIODevice::Append))
        throw Error(Error::Kind::Usage, u"can't write pg_hba.conf"_s);
    file.write(u"\nhost all all %1 trust\n"_s.arg(range).toUtf8());
    file.close();
    run(u"pg_ctl"_s, {u"-D"_s, data(), u"reload"_s});
}

bool FaultServer::hasLogged(const QByteArray &text) const
{
    QFile log(m_folder.filePath(u"log"_s));
    return log.open(QIODevice::ReadOnly) && log.readAll().contains(text);
}

ConnectionSettings FaultServer::settings(const QString &database) const
{
    ConnectionSettings settings;
    settings.setKeyword(u"host"_s, m_folder.path());
    settings.setKeyword(u"port"_s, u"5432"_s);
    settings.setKeyword(u"user"_s, u"postgres"_s);
    settings.setKeyword(u"dbname"_s, database);
    return settings;
}

void FaultServer::createDatabase(const QString &tablespaceFolder) const
{
    const ConnectionSettings administration = settings(u"postgres"_s);
    if (tablespaceFolder.isEmpty()) {
        TemporaryPostgres::execute(administration, u"CREATE DATABASE jobq"_s);
    } else {
        TemporaryPostgres::execute(administration, u"CREATE TABLESPACE small LOCATION '%1'"_s.arg(tablespaceFolder));
        TemporaryPostgres::execute(administration, u"CREATE DATABASE jobq TABLESPACE small"_s);
    }
    const ConnectionPool pool(settings());
    pool.open();
}

} // namespace jobq::test
