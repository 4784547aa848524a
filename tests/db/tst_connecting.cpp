// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/connectionpool.h"
#include "db/statement.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QSqlQuery>
#include <QTest>

#include <signal.h>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

class TstConnecting : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void setsTheSessionUp();
    void theCallersOptionsStay();
    void readOnlyIsTheServersWord_data();
    void readOnlyIsTheServersWord();
    void takesOddValues_data();
    void takesOddValues();
    void refusesASemicolonThatQpsqlWouldLose();
    void triesSeveralHosts();
    void tellsWhyItCantConnect_data();
    void tellsWhyItCantConnect();
    void aServerThatShutsDownSaysSo();

private:
    static qint64 pid(Connection &connection);

    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstConnecting::init()
{
    TestCase::init();
    m_settings = m_postgres.createEmptyDatabase();
}

qint64 TstConnecting::pid(Connection &connection)
{
    QSqlQuery query = connection.run(QStringLiteral("SELECT pg_backend_pid()"), QStringLiteral("test"));
    return query.next() ? query.value(0).toLongLong() : 0;
}

void TstConnecting::setsTheSessionUp()
{
    m_settings.lockTimeout = std::chrono::milliseconds(1234);
    m_settings.statementTimeout = std::chrono::seconds(5);
    m_settings.applicationName = QStringLiteral("it's a test");
    Connection connection(m_settings);
    QSqlQuery query =
        connection.run(QStringLiteral("SELECT current_setting(name) FROM unnest(ARRAY['TimeZone', 'lock_timeout', "
                                      "'statement_timeout', 'application_name', 'jit']) name"),
                       QStringLiteral("test"));
    QStringList values;
    while (query.next())
        values.append(query.value(0).toString());
    QCOMPARE(values,
             (QStringList {QStringLiteral("UTC"), QStringLiteral("1234ms"), QStringLiteral("5s"),
                           QStringLiteral("it's a test"), QStringLiteral("off")}));
}

void TstConnecting::theCallersOptionsStay()
{
    m_settings.readOnly = true;
    m_settings.setKeyword(
        QStringLiteral("options"),
        QStringLiteral("-c search_path=a,\\ b -c lock_timeout=7 -c default_transaction_read_only=off"));
    Connection connection(m_settings);
    QSqlQuery query =
        connection.run(QStringLiteral("SELECT current_setting('search_path'), current_setting('lock_timeout'), "
                                      "current_setting('default_transaction_read_only')"),
                       QStringLiteral("test"));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toString(), QStringLiteral("a, b"));
    QCOMPARE(query.value(1).toString(), QStringLiteral("7ms"));
    QCOMPARE(query.value(2).toString(), QStringLiteral("on"));
}

void TstConnecting::readOnlyIsTheServersWord_data()
{
    QTest::addColumn<bool>("prepared");
    QTest::newRow("direct") << true;
    QTest::newRow("behind a pooler") << false;
}

void TstConnecting::readOnlyIsTheServersWord()
{
    QFETCH(bool, prepared);
    TemporaryPostgres::execute(
        m_settings, QStringLiteral("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text)"));
    m_settings.readOnly = true;
    m_settings.preparedStatements = prepared;
    const ConnectionPool pool(m_settings);
    const Error error = errorOf([&] {
        Statement(pool.connection(), QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("x")).exec();
    });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.sqlState(), QStringLiteral("25006"));
}

void TstConnecting::takesOddValues_data()
{
    QTest::addColumn<QString>("odd");
    for (const char *odd :
         {"semi;colon", "quo'te", "back\\slash", "a b", "dou\"ble", "per%cent", "equals=x", "grüße🎉", "'; --"})
        QTest::newRow(odd) << QString::fromUtf8(odd);
}

void TstConnecting::takesOddValues()
{
    QFETCH(QString, odd);
    TemporaryPostgres::execute(
        m_postgres.administration(),
        QStringLiteral("CREATE DATABASE \"%1\"").arg(QString(odd).replace(QLatin1Char('"'), QLatin1String("\"\""))));
    ConnectionSettings settings = m_postgres.createRole(m_settings, odd);
    settings.setKeyword(QStringLiteral("dbname"), odd);
    QCOMPARE(TemporaryPostgres::scalar(settings, QStringLiteral("SELECT current_database()")).toString(), odd);
    TemporaryPostgres::execute(m_postgres.administration(),
                               QStringLiteral("DROP DATABASE \"%1\" WITH (FORCE)")
                                   .arg(QString(odd).replace(QLatin1Char('"'), QLatin1String("\"\""))));
}

void TstConnecting::refusesASemicolonThatQpsqlWouldLose()
{
    m_settings.setKeyword(QStringLiteral("sslcert"), QStringLiteral("/tmp/a;b"));
    QCOMPARE(errorOf([&] { Connection connection(m_settings); }).kind(), Kind::Usage);
}

void TstConnecting::triesSeveralHosts()
{
    m_settings.setKeyword(QStringLiteral("host"),
                          QStringLiteral("/nonexistent,") + m_settings.keyword(QStringLiteral("host")));
    m_settings.setKeyword(QStringLiteral("port"), QStringLiteral("1,5432"));
    m_settings.setKeyword(QStringLiteral("target_session_attrs"), QStringLiteral("read-write"));
    Connection connection(m_settings);
    QVERIFY(connection.hasSeveralHosts());
    QVERIFY(pid(connection) > 0);
}

void TstConnecting::tellsWhyItCantConnect_data()
{
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("preparation");
    QTest::newRow("no server") << "host"
                               << "/nonexistent"
                               << ""
                               << "";
    QTest::newRow("wrong password") << "password"
                                    << "geheim"
                                    << "28P01"
                                    << "";
    QTest::newRow("no password") << "password"
                                 << ""
                                 << "28P01"
                                 << "";
    QTest::newRow("unknown database") << "dbname"
                                      << "no_such_database"
                                      << "3D000"
                                      << "";
    QTest::newRow("unknown user") << "user"
                                  << "no_such_user"
                                  << "28000"
                                  << "";
    QTest::newRow("too many connections") << "application_name"
                                          << "x"
                                          << "53300"
                                          << "ALTER ROLE %1 CONNECTION LIMIT 0";
    QTest::newRow("no right to connect") << "application_name"
                                         << "x"
                                         << "42501"
                                         << "REVOKE CONNECT ON DATABASE %2 FROM PUBLIC";
}

void TstConnecting::tellsWhyItCantConnect()
{
    QFETCH(QString, keyword);
    QFETCH(QString, value);
    QFETCH(QString, preparation);
    ConnectionSettings settings = m_postgres.createRole(m_settings, QStringLiteral("hemlig"));
    if (!preparation.isEmpty())
        TemporaryPostgres::execute(m_postgres.administration(),
                                   QString(preparation)
                                       .replace(QLatin1String("%1"), settings.keyword(QStringLiteral("user")))
                                       .replace(QLatin1String("%2"), settings.keyword(QStringLiteral("dbname"))));
    settings.setKeyword(keyword, value);
    const ConnectionPool pool(settings);
    const Error error = errorOf([&] { pool.open(); });
    QCOMPARE(error.kind(), Kind::Connection);
    QTEST(error.sqlState(), "state");
    QVERIFY2(error.message().startsWith(QStringLiteral("Can't connect to database")), error.what());
    QVERIFY2(!error.message().contains(QStringLiteral("hemlig")) && !error.message().contains(QStringLiteral("geheim")),
             error.what());
}

void TstConnecting::aServerThatShutsDownSaysSo()
{
    TemporaryPostgres postgres(TemporaryPostgres::Cluster::Own);
    const ConnectionSettings settings = postgres.createEmptyDatabase();
    {
        Connection holder(settings); // a smart shutdown waits for it
        QFile pidFile(postgres.dataFolder() + QStringLiteral("/data/postmaster.pid"));
        QVERIFY(pidFile.open(QIODevice::ReadOnly));
        QCOMPARE(::kill(pidFile.readLine().trimmed().toInt(), SIGTERM), 0);
        QTRY_COMPARE(errorOf([&] { Connection connection(settings); }).sqlState(), QStringLiteral("57P03"));
    }
}

QTEST_GUILESS_MAIN(TstConnecting)
#include "tst_connecting.moc"
