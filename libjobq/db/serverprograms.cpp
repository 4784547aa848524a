// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/serverprograms.h"

#include "job/error.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QVersionNumber>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>

namespace jobq {

namespace {

// Several thousand entries at the most are usual for a directory service; the call tells where it wants more.
std::vector<gid_t> groupsOf(const char *name, gid_t group)
{
    int count = 64;
    std::vector<gid_t> groups(static_cast<size_t>(count));
    if (::getgrouplist(name, group, groups.data(), &count) < 0) {
        groups.resize(static_cast<size_t>(count));
        ::getgrouplist(name, group, groups.data(), &count);
    }
    groups.resize(static_cast<size_t>(count));
    return groups;
}

bool hasServer(const QString &folder)
{
    for (const char *program : {"initdb", "pg_ctl", "postgres"}) {
        if (!QFileInfo(QDir(folder).filePath(QLatin1String(program))).isExecutable())
            return false;
    }
    return true;
}

// Newest first; Debian's layout, then what PATH offers.
QStringList installedFolders()
{
    QDir root(QStringLiteral("/usr/lib/postgresql"));
    QStringList versions = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(), [](const QString &one, const QString &other) {
        return QVersionNumber::fromString(one) > QVersionNumber::fromString(other);
    });
    QStringList folders;
    for (const QString &version : std::as_const(versions))
        folders.append(root.filePath(version + QLatin1String("/bin")));
    const QString inPath = QStandardPaths::findExecutable(QStringLiteral("pg_ctl"));
    if (!inPath.isEmpty())
        folders.append(QFileInfo(QFileInfo(inPath).canonicalFilePath()).absolutePath());
    folders.erase(
        std::remove_if(folders.begin(), folders.end(), [](const QString &folder) { return !hasServer(folder); }),
        folders.end());
    return folders;
}

QString majorVersionOf(const QString &folder)
{
    QProcess process;
    process.start(QDir(folder).filePath(QStringLiteral("postgres")), {QStringLiteral("--version")});
    process.waitForFinished();
    static const QRegularExpression number(QStringLiteral(R"(\(PostgreSQL\) (\d+))"));
    return number.match(QString::fromLocal8Bit(process.readAllStandardOutput())).captured(1);
}

} // namespace

ServerAccount ServerAccount::forThisProcess()
{
    ServerAccount account;
    account.isOther = ::geteuid() == 0;
    const passwd *entry = account.isOther ? ::getpwnam("postgres") : ::getpwuid(::geteuid());
    if (!entry)
        throw Error(
            Error::Kind::Usage,
            account.isOther
                ? QStringLiteral("PostgreSQL refuses to run as root, and there is no user “postgres” to run it as.")
                : QStringLiteral("The user %1 has no name, and PostgreSQL wants one.").arg(::geteuid()));
    account.name = QString::fromLocal8Bit(entry->pw_name);
    account.user = entry->pw_uid;
    account.group = entry->pw_gid;
    if (account.isOther)
        account.groups = groupsOf(entry->pw_name, entry->pw_gid);
    return account;
}

ServerPrograms ServerPrograms::find(const QString &binFolder, const ServerAccount &account,
                                    const QString &wantedVersion)
{
    const QStringList folders = binFolder.isEmpty() ? installedFolders() : QStringList {binFolder};
    if (folders.isEmpty() || !hasServer(folders.first()))
        throw Error(
            Error::Kind::Usage,
            binFolder.isEmpty() ? QStringLiteral(
                "PostgreSQL's server programs are not installed (looked in /usr/lib/postgresql/*/bin and PATH).")
                                : QStringLiteral("binFolder: “%1” lacks initdb, pg_ctl or postgres.").arg(binFolder))
            .withArgument(QStringLiteral("binFolder"));
    ServerPrograms programs;
    programs.m_account = account;
    for (const QString &folder : folders) {
        const QString version = majorVersionOf(folder);
        if (programs.m_folder.isEmpty() || version == wantedVersion) {
            programs.m_folder = folder;
            programs.m_majorVersion = version;
        }
        if (wantedVersion.isEmpty() || version == wantedVersion)
            break;
    }
    return programs;
}

ServerPrograms::Outcome ServerPrograms::run(const QString &program, const QStringList &arguments,
                                            std::chrono::milliseconds limit) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    // Wherever the caller stands, the server's account may not be let in.
    process.setWorkingDirectory(QStringLiteral("/"));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("PG")))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("LC_MESSAGES"), QStringLiteral("C"));
    process.setProcessEnvironment(environment);
    if (m_account.isOther) {
        // Runs between fork and exec: system calls only.
        process.setChildProcessModifier([account = m_account] {
            if (::setgroups(account.groups.size(), account.groups.data()) != 0 || ::setgid(account.group) != 0
                || ::setuid(account.user) != 0)
                ::_exit(126);
        });
    }
    process.start(QDir(m_folder).filePath(program), arguments, QIODevice::ReadOnly);
    Outcome outcome;
    if (process.waitForFinished(static_cast<int>(limit.count())) && process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.output = QString::fromLocal8Bit(process.readAll()).trimmed();
    if (outcome.exitCode == -1 && outcome.output.isEmpty())
        outcome.output = process.errorString();
    return outcome;
}

} // namespace jobq
