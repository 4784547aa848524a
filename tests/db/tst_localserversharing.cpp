// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/localserver.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QProcess>
#include <QTest>

#include <signal.h>
#include <unistd.h>

using namespace jobq;
using namespace jobq::test;

class TstLocalServerSharing : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void recoversFromAKilledServer();
    void isNotMisledByAnotherProcessesNumber();
    void staysForTheOtherProcess();
    void staysWhenItsStarterEnds();
    void survivesAKilledUserAndIsUsedAgain();
    void twoObjectsOfOneProcessShareIt();
    void manyProcessesMayStartAtOnce();

private:
    [[nodiscard]] LocalServer::Options options() const { return TemporaryPostgres::options(m_folder->path()); }
    [[nodiscard]] QString cluster() const { return m_folder->path() + QStringLiteral("/pg"); }
    [[nodiscard]] pid_t postmaster() const;
    [[nodiscard]] std::unique_ptr<QProcess> startUser() const;
    static bool waitUntilReady(QProcess &user);
    static bool endNormally(QProcess &user);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstLocalServerSharing::init()
{
    TestCase::init();
    m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/jobq-XXXXXX"));
}

void TstLocalServerSharing::cleanup()
{
    QCOMPARE(postmaster(), 0); // no test leaves a server behind
    m_folder.reset();
}

pid_t TstLocalServerSharing::postmaster() const
{
    QFile file(cluster() + QStringLiteral("/data/postmaster.pid"));
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toInt() : 0;
}

std::unique_ptr<QProcess> TstLocalServerSharing::startUser() const
{
    auto user = std::make_unique<QProcess>();
    user->start(QCoreApplication::applicationDirPath() + QStringLiteral("/localserver_user"), {m_folder->path()});
    return user;
}

bool TstLocalServerSharing::waitUntilReady(QProcess &user)
{
    while (!user.canReadLine()) {
        if (!user.waitForReadyRead(30000))
            return false;
    }
    return user.readLine() == "ready\n";
}

bool TstLocalServerSharing::endNormally(QProcess &user)
{
    user.closeWriteChannel();
    return user.waitForFinished() && user.exitStatus() == QProcess::NormalExit && user.exitCode() == 0;
}

void TstLocalServerSharing::recoversFromAKilledServer()
{
    LocalServer server(options());
    server.start();
    TemporaryPostgres::execute(server.settings(),
                               QStringLiteral("CREATE TABLE kept AS SELECT 42 AS answer; CHECKPOINT"));
    QCOMPARE(::kill(postmaster(), SIGKILL), 0);
    QTRY_VERIFY(!server.isRunning());
    server.start();
    QVERIFY(server.isRunning());
    QCOMPARE(TemporaryPostgres::number(server.settings(), QStringLiteral("SELECT answer FROM kept")), 42);
}

// After a restart of the machine, the number in postmaster.pid may be anybody's: here another cluster's server,
// which PostgreSQL would take for its own.
void TstLocalServerSharing::isNotMisledByAnotherProcessesNumber()
{
    const TemporaryPostgres other(TemporaryPostgres::Cluster::Own);
    QFile othersFile(other.dataFolder() + QStringLiteral("/data/postmaster.pid"));
    QVERIFY(othersFile.open(QIODevice::ReadOnly));
    const QByteArray othersNumber = othersFile.readLine().trimmed();
    QByteArrayList lines;
    {
        LocalServer server(options());
        server.start();
        QFile pidFile(cluster() + QStringLiteral("/data/postmaster.pid"));
        QVERIFY(pidFile.open(QIODevice::ReadOnly));
        lines = pidFile.readAll().split('\n');
    }
    lines[0] = othersNumber;
    QFile pidFile(cluster() + QStringLiteral("/data/postmaster.pid"));
    QVERIFY(pidFile.open(QIODevice::WriteOnly));
    pidFile.write(lines.join('\n'));
    pidFile.close();
    LocalServer server(options());
    server.start();
    QVERIFY(postmaster() != othersNumber.toInt());
    QCOMPARE(TemporaryPostgres::number(server.settings(), QStringLiteral("SELECT 1")), 1);
    server.stop();
    QCOMPARE(TemporaryPostgres::number(other.administration(), QStringLiteral("SELECT 1")), 1);
}

void TstLocalServerSharing::staysForTheOtherProcess()
{
    const std::unique_ptr<QProcess> user = startUser();
    QVERIFY(waitUntilReady(*user));
    LocalServer server(options());
    server.start();
    const pid_t before = postmaster();
    server.stop();
    QCOMPARE(postmaster(), before);
    QVERIFY(endNormally(*user));
    QCOMPARE(postmaster(), 0);
}

void TstLocalServerSharing::staysWhenItsStarterEnds()
{
    const std::unique_ptr<QProcess> starter = startUser();
    QVERIFY(waitUntilReady(*starter));
    LocalServer server(options());
    server.start();
    QVERIFY(endNormally(*starter));
    QCOMPARE(TemporaryPostgres::number(server.settings(), QStringLiteral("SELECT 1")), 1);
    server.stop();
    QCOMPARE(postmaster(), 0);
}

void TstLocalServerSharing::survivesAKilledUserAndIsUsedAgain()
{
    const std::unique_ptr<QProcess> starter = startUser();
    QVERIFY(waitUntilReady(*starter));
    const pid_t before = postmaster();
    starter->kill();
    QVERIFY(starter->waitForFinished());
    QCOMPARE(starter->exitStatus(), QProcess::CrashExit);
    LocalServer server(options());
    server.start();
    QCOMPARE(postmaster(), before);
    server.stop();
    QCOMPARE(postmaster(), 0);
}

void TstLocalServerSharing::twoObjectsOfOneProcessShareIt()
{
    LocalServer one(options());
    one.start();
    LocalServer other(options());
    other.start();
    one.stop();
    QVERIFY(other.isRunning());
    other.stop();
    QCOMPARE(postmaster(), 0);
}

void TstLocalServerSharing::manyProcessesMayStartAtOnce()
{
    std::vector<std::unique_ptr<QProcess>> users;
    for (int i = 0; i < 4; ++i)
        users.push_back(startUser());
    for (const std::unique_ptr<QProcess> &user : users)
        QVERIFY(waitUntilReady(*user));
    for (const std::unique_ptr<QProcess> &user : users)
        user->closeWriteChannel();
    for (const std::unique_ptr<QProcess> &user : users)
        QVERIFY(user->waitForFinished() && user->exitCode() == 0);
    QCOMPARE(postmaster(), 0);
}

QTEST_GUILESS_MAIN(TstLocalServerSharing)
#include "tst_localserversharing.moc"
