// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jobenqueue.h"
#include "faults/faultserver.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"
#include "worker/worker.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <memory>

#include <unistd.h>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A server that takes nobody without TLS, with a certificate of its own making.
class TstTls : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aWorkerIsEncryptedThroughout();
    void withoutTlsNobodyComesIn();
    void refusesAServerItCantTrust_data();
    void refusesAServerItCantTrust();

private:
    bool makeCertificate(const QString &name) const;
    void startServer();
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    const ServerAccount m_account = ServerAccount::forThisProcess();
    // An address of our own on the loopback network, where the port is free whoever else has a server on this machine.
    const QString m_address = u"127.%1.%2.1"_s.arg(1 + getpid() / 250 % 250).arg(1 + getpid() % 250);
    QTemporaryDir m_folder{QDir::tempPath() + u"/jobq-tls-XXXXXX"_s};
    std::unique_ptr<FaultServer> m_server;
    ConnectionSettings m_settings;
};

bool TstTls::makeCertificate(const QString &name) const
{
    QProcess openssl;
    openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-nodes"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
                                 u"-days"_s, u"2"_s, u"-subj"_s, u"/CN=jobq"_s, u"-addext"_s, u"subjectAltName=IP:"_s + m_address,
                                 u"-keyout"_s, path(name + u".key"_s), u"-out"_s, path(name + u".crt"_s)});
    const QByteArray key = QFile::encodeName(path(name + u".key"_s));
    return openssl.waitForFinished() && openssl.exitCode() == 0 && ::chown(key.constData(), m_account.user, m_account.group) == 0
        && QFile::setPermissions(path(name + u".key"_s), QFile::ReadOwner);
}

void TstTls::startServer()
{
    QFile rules(path(u"hba"_s));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("local all all trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n");
    rules.close();
    m_server = std::make_unique<FaultServer>(u"listen_addresses = '%1'\nssl = on\nssl_cert_file = '%2'\nssl_key_file = '%3'\nhba_file = '%4'"_s
                                                 .arg(m_address, path(u"server.crt"_s), path(u"server.key"_s), path(u"hba"_s)));
    m_server->createDatabase();
    TemporaryPostgres::execute(m_server->settings(), u"ALTER ROLE postgres PASSWORD 'hemlig'"_s);
    m_settings = m_server->settings();
    m_settings.setKeyword(u"host"_s, m_address);
    m_settings.setKeyword(u"password"_s, u"hemlig"_s);
    m_settings.setKeyword(u"sslmode"_s, u"verify-full"_s);
    m_settings.setKeyword(u"sslrootcert"_s, path(u"server.crt"_s));
}

void TstTls::initTestCase()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("no openssl to make a certificate with");
    QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755)); // the server's user reads its files in it
    QVERIFY(makeCertificate(u"server"_s));
    QVERIFY(makeCertificate(u"other"_s));
    startServer();
}

void TstTls::aWorkerIsEncryptedThroughout()
{
    const System system{ConnectionPool(m_settings)};
    JobEnqueue(system).addJob(u"noop"_s, {});
    Worker worker(system, {.concurrency = 1});
    std::atomic<bool> goOn{false};
    worker.addHandler(u"noop"_s, [&goOn](JobContext &context) {
        while (!goOn && !context.waitFor(1ms)) { }
    });
    worker.start();
    QTRY_COMPARE(worker.counters().running, 1);
    // Ours, and the worker's for the heartbeat, the claims and the notifications.
    const QString sessions = u"SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL AND %1"_s;
    QTRY_VERIFY(TemporaryPostgres::number(m_server->settings(), sessions.arg(u"ssl"_s)) >= 4);
    QCOMPARE(TemporaryPostgres::number(m_server->settings(), sessions.arg(u"NOT ssl"_s)), 0);
    goOn = true;
    worker.drain();
    QVERIFY(worker.waitForStopped(30s));
    QCOMPARE(TemporaryPostgres::number(m_server->settings(), u"SELECT count(*) FROM jobq.history"_s), 1);
}

void TstTls::withoutTlsNobodyComesIn()
{
    m_settings.setKeyword(u"sslmode"_s, u"disable"_s);
    const Error error = errorOf([this] { ConnectionPool(m_settings).open(); });
    QCOMPARE(error.sqlState(), u"28000"_s);
    QVERIFY2(!error.message().contains("hemlig"_L1), error.what());
    m_settings.setKeyword(u"sslmode"_s, u"verify-full"_s);
}

void TstTls::refusesAServerItCantTrust_data()
{
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("value");
    QTest::newRow("another's certificate") << u"sslrootcert"_s << path(u"other.crt"_s);
    QTest::newRow("another name") << u"host"_s << u"db.example.org"_s;
    QTest::newRow("no such file") << u"sslrootcert"_s << path(u"nothing"_s);
}

void TstTls::refusesAServerItCantTrust()
{
    QFETCH(QString, keyword);
    QFETCH(QString, value);
    ConnectionSettings settings = m_settings;
    settings.setKeyword(u"hostaddr"_s, m_address); // so that no name has to be looked up
    ConnectionPool(settings).open();
    settings.setKeyword(keyword, value);
    const Error error = errorOf([&settings] { ConnectionPool(settings).open(); });
    QCOMPARE(error.kind(), Error::Kind::Connection);
    QVERIFY2(!error.message().contains("hemlig"_L1), error.what());
}

QTEST_GUILESS_MAIN(TstTls)
#include "tst_tls.moc"
