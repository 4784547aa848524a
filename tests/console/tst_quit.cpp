// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

/// The program itself, as it is started.
class TstQuit : public jobq::test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void signalEndsThePrivateServerToo_data();
    void signalEndsThePrivateServerToo();
};

void TstQuit::signalEndsThePrivateServerToo_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TstQuit::signalEndsThePrivateServerToo()
{
    QFETCH(int, signal);
    QTemporaryDir folder;
    // Under root the server runs as another user, who must be able to pass through.
    QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | QFile::ExeGroup | QFile::ExeOther);
    const QString data = folder.filePath(QStringLiteral("postgres"));
    QProcess console;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder.filePath(QStringLiteral("config")));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    console.setProcessEnvironment(environment);
    console.setProcessChannelMode(QProcess::ForwardedChannels);
    console.start(QStringLiteral(CONSOLE_PROGRAM), {QStringLiteral("--local"), QStringLiteral("--local-folder"), data, QStringLiteral("--sample")});
    QVERIFY(console.waitForStarted());
    const auto pidFile = [&] { return QFile::exists(QStringLiteral("%1/postmaster.pid").arg(data)) || QFile::exists(QStringLiteral("%1/data/postmaster.pid").arg(data)); };
    QTRY_VERIFY_WITH_TIMEOUT(pidFile(), 60'000);
    QCOMPARE(::kill(pid_t(console.processId()), signal), 0);
    QVERIFY(console.waitForFinished(60'000));
    QVERIFY(console.exitStatus() == QProcess::NormalExit);
    QCOMPARE(console.exitCode(), 0);
    QVERIFY(!pidFile());
}

QTEST_GUILESS_MAIN(TstQuit)
#include "tst_quit.moc"
