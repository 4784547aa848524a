// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
// Starts and stops the cluster that all test programs of one ctest run share.
#include "job/error.h"
#include "support/temporarypostgres.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <unistd.h>

using namespace jobq;
using namespace jobq::test;

namespace {

void stop(const QString &stateFile)
{
    QFile state(stateFile);
    if (!state.open(QIODevice::ReadOnly))
        return;
    const QString folder = QString::fromUtf8(state.readLine()).trimmed();
    if (folder.startsWith(QDir::tempPath() + QStringLiteral("/jobq-")) && QDir(folder).exists()) {
        LocalServer server(TemporaryPostgres::options(folder));
        server.start(); // to be its last user
        server.stop();
        QDir(folder).removeRecursively();
    }
    state.remove();
}

void start(const QString &stateFile)
{
    stop(stateFile); // what a killed run left behind
    QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/jobq-XXXXXX"));
    LocalServer server(TemporaryPostgres::options(folder.path()));
    server.start();
    ConnectionSettings administration = server.settings();
    administration.setKeyword(QStringLiteral("dbname"), QStringLiteral("postgres"));
    TemporaryPostgres::ensureTemplate(administration);
    QFile state(stateFile);
    if (!state.open(QIODevice::WriteOnly | QIODevice::Truncate))
        throw Error(Error::Kind::Usage, state.errorString());
    state.write(QStringLiteral("%1\n%2\n").arg(folder.path(), administration.connectionString()).toUtf8());
    state.close();
    // Like a process that was killed: the server stays for the test programs.
    ::_exit(0);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3
        || (arguments.at(1) != QLatin1String("start") && arguments.at(1) != QLatin1String("stop"))) {
        std::fputs("usage: jobq-test-cluster start|stop STATE-FILE\n", stderr);
        return 2;
    }
    try {
        arguments.at(1) == QLatin1String("start") ? start(arguments.at(2)) : stop(arguments.at(2));
    } catch (const Error &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
