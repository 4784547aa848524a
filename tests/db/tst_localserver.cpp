// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/localserver.h"
#include "db/serverfolder.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <sys/stat.h>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

class TstLocalServer : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void startsAndStops();
    void keepsItsData();
    void nobodyElseGetsIn();
    void asksForAnInstallation();
    void tellsTheVersionsOfAFolderOfAnotherOne();
    void takesALongPath();
    void refusesAPathThatCantBeMade();
    void refusesASocketFolderOfSomebodyElse();
    void refusesAFolderThatOthersCanWriteTo();
    void showsTheLogWhereItDoesNotStart();
    void clearsUpAHalfMadeCluster();

private:
    [[nodiscard]] LocalServer::Options options() const { return TemporaryPostgres::options(m_folder->path()); }
    [[nodiscard]] QString cluster() const { return m_folder->path() + QStringLiteral("/pg"); }
    [[nodiscard]] pid_t postmaster() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstLocalServer::init()
{
    TestCase::init();
    m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/jobq-XXXXXX"));
}

void TstLocalServer::cleanup()
{
    QCOMPARE(postmaster(), 0); // no test leaves a server behind
    m_folder.reset();
}

pid_t TstLocalServer::postmaster() const
{
    QFile file(cluster() + QStringLiteral("/data/postmaster.pid"));
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toInt() : 0;
}

void TstLocalServer::startsAndStops()
{
    LocalServer server(options());
    QVERIFY(!server.isRunning());
    server.start();
    QVERIFY(server.isRunning());
    server.start(); // again does no harm
    QCOMPARE(TemporaryPostgres::scalar(server.settings(), QStringLiteral("SELECT current_database()")).toString(),
             QStringLiteral("jobq"));
    const ConnectionSettings settings = server.settings();
    server.stop();
    QVERIFY(!server.isRunning());
    server.stop();
    QCOMPARE(errorOf([&] { TemporaryPostgres::execute(settings, QStringLiteral("SELECT 1")); }).kind(),
             Kind::Connection);
}

void TstLocalServer::keepsItsData()
{
    LocalServer server(options());
    server.start();
    TemporaryPostgres::execute(server.settings(), QStringLiteral("CREATE TABLE kept AS SELECT 42 AS answer"));
    server.stop();
    LocalServer again(options());
    again.start();
    QCOMPARE(TemporaryPostgres::number(again.settings(), QStringLiteral("SELECT answer FROM kept")), 42);
}

void TstLocalServer::nobodyElseGetsIn()
{
    LocalServer::Options stock = options();
    stock.extraConfiguration = QStringLiteral("fsync = off"); // with the authentication of its own
    LocalServer server(stock);
    server.start();
    QCOMPARE(TemporaryPostgres::scalar(server.settings(), QStringLiteral("SHOW listen_addresses")).toString(),
             QString());
    QCOMPARE(TemporaryPostgres::scalar(server.settings(), QStringLiteral("SHOW server_encoding")).toString(),
             QStringLiteral("UTF8"));
    QCOMPARE(TemporaryPostgres::column(server.settings(),
                                       QStringLiteral("SELECT DISTINCT auth_method FROM pg_hba_file_rules")),
             QStringList {QStringLiteral("peer")});
    struct stat status = {};
    for (const char *folder : {"/socket", "/data"}) {
        QCOMPARE(::stat(QFile::encodeName(cluster() + QLatin1String(folder)).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & (S_IRWXG | S_IRWXO)), 0);
    }
}

void TstLocalServer::asksForAnInstallation()
{
    LocalServer::Options bad = options();
    bad.binFolder = m_folder->path();
    LocalServer server(bad);
    const Error error = errorOf([&] { server.start(); });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.argument(), QStringLiteral("binFolder"));
    QVERIFY(!QFileInfo::exists(cluster()));
}

void TstLocalServer::tellsTheVersionsOfAFolderOfAnotherOne()
{
    {
        LocalServer server(options());
        server.start();
    }
    QFile version(cluster() + QStringLiteral("/data/PG_VERSION"));
    QVERIFY(version.open(QIODevice::ReadWrite));
    const QByteArray mine = version.readAll().trimmed();
    version.resize(0);
    version.write("9.6\n");
    version.close();
    LocalServer server(options());
    const Error error = errorOf([&] { server.start(); });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.argument(), QStringLiteral("dataFolder"));
    QVERIFY2(error.message().contains(QStringLiteral("PostgreSQL 9.6")), error.what());
    QVERIFY2(error.message().contains(QStringLiteral("PostgreSQL ") + QString::fromLatin1(mine)), error.what());
}

void TstLocalServer::takesALongPath()
{
    LocalServer::Options deep = options();
    deep.dataFolder = m_folder->path() + QString(100, QLatin1Char('x'));
    QString socket;
    {
        LocalServer server(deep);
        server.start();
        socket = server.settings().keyword(QStringLiteral("host"));
        QVERIFY(socket.size() < 90);
        QCOMPARE(TemporaryPostgres::number(server.settings(), QStringLiteral("SELECT 1")), 1);
    }
    QVERIFY(QDir(deep.dataFolder).removeRecursively());
    QVERIFY(QDir(socket).removeRecursively());
}

void TstLocalServer::refusesAPathThatCantBeMade()
{
    for (const QString &path : {QString(300, QLatin1Char('x')), QStringLiteral("/dev/null/pg")}) {
        LocalServer::Options bad = options();
        bad.dataFolder = QDir(m_folder->path()).absoluteFilePath(path);
        LocalServer server(bad);
        const Error error = errorOf([&] { server.start(); });
        QCOMPARE(error.kind(), Kind::Usage);
        QCOMPARE(error.argument(), QStringLiteral("dataFolder"));
    }
}

void TstLocalServer::refusesASocketFolderOfSomebodyElse()
{
    LocalServer::Options deep = options();
    deep.dataFolder = m_folder->path() + QString(100, QLatin1Char('x'));
    const QString socket = ServerFolder(deep.dataFolder, ServerAccount::forThisProcess()).socket();
    QVERIFY(QFile::link(m_folder->path(), socket)); // laid there before us
    Error error(Kind::Query, QString());
    {
        LocalServer server(deep);
        error = errorOf([&] { server.start(); });
    }
    QVERIFY(QFile::remove(socket));
    QVERIFY(QDir(deep.dataFolder).removeRecursively());
    QCOMPARE(error.kind(), Kind::Usage);
    QVERIFY2(error.message().contains(QStringLiteral("it is no folder")), error.what());
}

void TstLocalServer::refusesAFolderThatOthersCanWriteTo()
{
    QVERIFY(QDir().mkdir(cluster()));
    QCOMPARE(::chmod(QFile::encodeName(cluster()).constData(), 0777), 0);
    LocalServer server(options());
    const Error error = errorOf([&] { server.start(); });
    QCOMPARE(error.kind(), Kind::Usage);
    QVERIFY2(error.message().contains(QStringLiteral("other users can write to it")), error.what());
}

void TstLocalServer::showsTheLogWhereItDoesNotStart()
{
    LocalServer::Options bad = options();
    bad.extraConfiguration += QStringLiteral("\nshared_buffers = 'nonsense'");
    LocalServer server(bad);
    const Error error = errorOf([&] { server.start(); });
    QCOMPARE(error.kind(), Kind::Connection);
    QVERIFY2(error.message().contains(QStringLiteral("invalid value for parameter \"shared_buffers\"")), error.what());
    LocalServer good(options());
    good.start();
    QVERIFY(good.isRunning());
}

void TstLocalServer::clearsUpAHalfMadeCluster()
{
    QVERIFY(QDir().mkpath(cluster() + QStringLiteral("/draft/base")));
    QCOMPARE(::chmod(QFile::encodeName(cluster()).constData(), 0700), 0);
    LocalServer server(options());
    server.start();
    QVERIFY(server.isRunning());
}

QTEST_GUILESS_MAIN(TstLocalServer)
#include "tst_localserver.moc"
