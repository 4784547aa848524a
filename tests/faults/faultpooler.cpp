// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/faultpooler.h"

#include "db/connection.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <unistd.h>

namespace jobq::test {

using namespace Qt::StringLiterals;

namespace {

const QString Program = u"/usr/sbin/pgbouncer"_s;

} // namespace

bool FaultPooler::isInstalled()
{
    return QFileInfo(Program).isExecutable();
}

FaultPooler::FaultPooler(const ConnectionSettings &server)
    : m_server(server)
    , m_account(ServerAccount::forThisProcess())
    , m_folder(QDir::tempPath() + u"/jobq-pooler-XXXXXX"_s)
{
    // Started by root it becomes the server's user; the folder, and so the socket in it, is that user's alone.
    if (::chown(QFile::encodeName(m_folder.path()).constData(), m_account.user, m_account.group) != 0)
        qFatal("Can't give the folder to the pooler's user.");
    QFile configuration(m_folder.filePath(u"pgbouncer.ini"_s));
    if (!configuration.open(QIODevice::WriteOnly))
        qFatal("Can't write the pooler's configuration.");
    configuration.write(u"[databases]\n* = host=%1 port=5432 user=postgres\n"
                         "[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 6\nauth_type = any\n"
                         "listen_port = 6432\nunix_socket_dir = %2\n"_s.arg(m_server.keyword(u"host"_s), m_folder.path()).toUtf8());
    configuration.close();
    start();
}

FaultPooler::~FaultPooler()
{
    stop();
}

void FaultPooler::start()
{
    QStringList arguments{m_folder.filePath(u"pgbouncer.ini"_s)};
    if (m_account.isOther)
        arguments << u"-u"_s << m_account.name;
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(Program, arguments);
    for (int tries = 0; tries < 500; ++tries) {
        try {
            const Connection probe(settings());
            return;
        } catch (const Error &) {
            QThread::msleep(20);
        }
    }
    qFatal("The pooler does not answer.");
}

void FaultPooler::stop()
{
    m_process.kill();
    m_process.waitForFinished();
    // Killed, it leaves its socket behind, and would refuse to start beside it.
    QFile::remove(m_folder.filePath(u".s.PGSQL.6432"_s));
}

ConnectionSettings FaultPooler::settings() const
{
    ConnectionSettings settings = m_server;
    settings.setKeyword(u"host"_s, m_folder.path());
    settings.setKeyword(u"port"_s, u"6432"_s);
    settings.preparedStatements = false;
    return settings;
}

} // namespace jobq::test
