// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "support/pgbouncer.h"

#include "db/connection.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <unistd.h>

namespace jobq::test {

namespace {

const QString port = QStringLiteral("6432");

bool answers(const ConnectionSettings &settings)
{
    try {
        const Connection probe(settings);
        return true;
    } catch (const Error &) {
        return false;
    }
}

} // namespace

PgBouncer::PgBouncer(const ConnectionSettings &server, int serverConnections)
    : m_server(server)
    , m_folder(QStringLiteral("/tmp/jobq-bouncer-XXXXXX"))
{
    // Started by root, it becomes another user, who makes its socket here.
    QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7777));
    QFile configuration(m_folder.filePath(QStringLiteral("pgbouncer.ini")));
    if (!configuration.open(QIODevice::WriteOnly))
        qFatal("Can't write PgBouncer's configuration.");
    configuration.write(
        QStringLiteral("[databases]\n"
                       "* = host=%1 port=5432 user=%2\n"
                       "[pgbouncer]\n"
                       "pool_mode = transaction\n"
                       "default_pool_size = %5\n"
                       "auth_type = any\n"
                       "listen_port = %3\n"
                       "unix_socket_dir = %4\n")
            .arg(server.keyword(QStringLiteral("host")), server.keyword(QStringLiteral("user")), port, m_folder.path(),
                 QString::number(serverConnections))
            .toUtf8());
    configuration.close();
    QString program = QStandardPaths::findExecutable(QStringLiteral("pgbouncer"));
    if (program.isEmpty())
        program = QStringLiteral("/usr/sbin/pgbouncer"); // not in everybody's PATH
    QStringList arguments {configuration.fileName()};
    if (::geteuid() == 0)
        arguments << QStringLiteral("-u") << server.keyword(QStringLiteral("user"));
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, arguments);
    QElapsedTimer waiting;
    waiting.start();
    while (!answers(settings())) {
        if (waiting.hasExpired(10'000) || m_process.state() == QProcess::NotRunning)
            qFatal("PgBouncer does not answer: %s", m_process.readAll().constData());
        QThread::msleep(10);
        m_process.waitForReadyRead(0);
    }
}

PgBouncer::~PgBouncer()
{
    m_process.kill();
    m_process.waitForFinished();
}

ConnectionSettings PgBouncer::settings() const
{
    ConnectionSettings settings = m_server;
    settings.setKeyword(QStringLiteral("host"), m_folder.path());
    settings.setKeyword(QStringLiteral("port"), port);
    settings.preparedStatements = false;
    return settings;
}

} // namespace jobq::test
