// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/serverfolder.h"

#include "job/error.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>

namespace jobq {

namespace {

Error folderError(const QString &folder, const QString &reason)
{
    return Error(Error::Kind::Usage, QStringLiteral("dataFolder: %1: %2").arg(folder, reason))
        .withArgument(QStringLiteral("dataFolder"));
}

QString defaultRoot(const ServerAccount &account)
{
    if (account.isOther && qEnvironmentVariableIsEmpty("XDG_DATA_HOME"))
        return QStringLiteral("/var/lib/jobq/postgres");
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/jobq/postgres");
}

bool fitsSocket(const QString &folder)
{
    constexpr qsizetype longest = sizeof(sockaddr_un::sun_path) - 1;
    return QFile::encodeName(folder + QStringLiteral("/.s.PGSQL.5432")).size() <= longest;
}

void checkOwner(const QString &folder, uid_t owner, mode_t forbidden)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(folder).constData(), &status) != 0)
        throw folderError(folder, qt_error_string(errno));
    if (!S_ISDIR(status.st_mode))
        throw folderError(folder, QStringLiteral("it is no folder"));
    if (status.st_uid != owner)
        throw folderError(folder, QStringLiteral("it belongs to another user"));
    if (status.st_mode & forbidden)
        throw folderError(folder, QStringLiteral("other users can write to it"));
}

QStringList linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromLocal8Bit(file.readAll()).split(QLatin1Char('\n'));
}

enum class Process { Gone, Postmaster, Other };

// A postmaster stands in its data folder. Where /proc can't tell, a live process is taken for one.
Process processOf(qint64 pid, const QString &data)
{
    if (pid <= 1 || (::kill(static_cast<pid_t>(pid), 0) != 0 && errno != EPERM))
        return Process::Gone;
    const QString folder = QFileInfo(QStringLiteral("/proc/%1/cwd").arg(pid)).symLinkTarget();
    if (folder.isEmpty() || folder == QFileInfo(data).canonicalFilePath())
        return Process::Postmaster;
    return Process::Other;
}

} // namespace

QString lastLines(const QString &text)
{
    constexpr qsizetype most = 10;
    const QStringList lines = text.trimmed().split(QLatin1Char('\n'));
    return lines.mid(qMax<qsizetype>(0, lines.size() - most)).join(QLatin1Char('\n'));
}

ServerFolder::ServerFolder(const QString &root, const ServerAccount &account)
    : m_root(QDir::cleanPath(QDir().absoluteFilePath(root.isEmpty() ? defaultRoot(account) : root)))
    , m_account(account)
{ }

void ServerFolder::prepare() const
{
    const QString parent = QFileInfo(m_root).absolutePath();
    if (!QDir().mkpath(parent))
        throw folderError(parent, QStringLiteral("it can't be made"));
    const QByteArray name = QFile::encodeName(m_root);
    // Root keeps its own hands on the lock files, and lets the server's account through to its folders.
    const mode_t mode = m_account.isOther ? 0711 : 0700;
    if (::mkdir(name.constData(), mode) != 0 && errno != EEXIST)
        throw folderError(m_root, qt_error_string(errno));
    checkOwner(m_root, ::geteuid(), S_IWGRP | S_IWOTH);
    if (m_account.isOther && ::chmod(name.constData(), mode) != 0)
        throw folderError(m_root, qt_error_string(errno));
    checkReachable();
}

void ServerFolder::checkReachable() const
{
    if (!m_account.isOther)
        return;
    for (QString folder = m_root; folder != QLatin1String("/"); folder = QFileInfo(folder).absolutePath()) {
        struct stat status = {};
        if (::stat(QFile::encodeName(folder).constData(), &status) == 0 && !(status.st_mode & S_IXOTH)
            && status.st_uid != m_account.user)
            throw folderError(
                m_root, QStringLiteral("the server runs as “%1”, which can't enter %2").arg(m_account.name, folder));
    }
}

QString ServerFolder::socket() const
{
    if (fitsSocket(path("socket")))
        return path("socket");
    const QByteArray hash = QCryptographicHash::hash(m_root.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString name = QStringLiteral("/jobq-%1-%2").arg(m_account.user).arg(QLatin1String(hash));
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!m_account.isOther && !runtime.isEmpty() && fitsSocket(runtime + name))
        return runtime + name;
    return QStringLiteral("/tmp") + name;
}

std::optional<QString> ServerFolder::clusterVersion() const
{
    const QStringList lines = linesOf(data() + QStringLiteral("/PG_VERSION"));
    if (lines.isEmpty())
        return std::nullopt;
    return lines.first().trimmed();
}

// postmaster.pid holds: pid, data folder, start time, port, socket folder, … (PostgreSQL's miscadmin.h)
std::optional<QString> ServerFolder::runningSocket() const
{
    const QStringList lines = linesOf(data() + QStringLiteral("/postmaster.pid"));
    if (lines.size() < 5 || processOf(lines.first().toLongLong(), data()) != Process::Postmaster)
        return std::nullopt;
    return lines.at(4).trimmed();
}

void ServerFolder::forgetDeadServer() const
{
    const QString pidFile = data() + QStringLiteral("/postmaster.pid");
    const QStringList lines = linesOf(pidFile);
    if (!lines.isEmpty() && processOf(lines.first().toLongLong(), data()) == Process::Other)
        QFile::remove(pidFile);
}

void ServerFolder::makePrivate(const QString &folder) const
{
    const QByteArray name = QFile::encodeName(folder);
    if (::mkdir(name.constData(), 0700) == 0) {
        if (m_account.isOther && ::lchown(name.constData(), m_account.user, m_account.group) != 0)
            throw folderError(folder, qt_error_string(errno));
    } else if (errno != EEXIST) {
        throw folderError(folder, qt_error_string(errno));
    }
    checkOwner(folder, m_account.user, S_IRWXG | S_IRWXO);
}

QString ServerFolder::lastLogLines() const
{
    constexpr qint64 enough = 8192;
    QFile file(log());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax<qint64>(0, file.size() - enough));
    return lastLines(QString::fromLocal8Bit(file.readAll()));
}

void ServerFolder::rotateLog() const
{
    constexpr qint64 limit = 10 * 1024 * 1024;
    if (QFileInfo(log()).size() <= limit)
        return;
    const QString old = log() + QStringLiteral(".1");
    QFile::remove(old);
    QFile::rename(log(), old);
}

} // namespace jobq
