// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connectionsettings.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;

class TstConnectionSettings : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatLibpqReads_data();
    void readsWhatLibpqReads();
    void survivesItsOwnFormat();
    void refusesWhatLibpqRefuses_data();
    void refusesWhatLibpqRefuses();
    void neverRepeatsAPassword_data();
    void neverRepeatsAPassword();
    void readsTheEnvironment();
    void describesItselfWithoutPassword();
    void refusesBadKeywords();
};

using Keywords = QMap<QString, QString>;

void TstConnectionSettings::readsWhatLibpqReads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Keywords>("keywords");
    const auto row = [](const char *name, const char *text, const Keywords &keywords) {
        QTest::newRow(name) << QString::fromUtf8(text) << keywords;
    };
    row("URI", "postgresql://anna:pass@db:5433/orders?sslmode=require",
        {{"user", "anna"},
         {"password", "pass"},
         {"host", "db"},
         {"port", "5433"},
         {"dbname", "orders"},
         {"sslmode", "require"}});
    row("short scheme", "postgres:///orders", {{"dbname", "orders"}});
    row("percent signs", "postgresql://a%20b:p%3B%27%40@/x%2Fy",
        {{"user", "a b"}, {"password", "p;'@"}, {"dbname", "x/y"}});
    row("several hosts", "postgresql://one:1,two:2/d?target_session_attrs=read-write",
        {{"host", "one,two"}, {"port", "1,2"}, {"dbname", "d"}, {"target_session_attrs", "read-write"}});
    row("IPv6", "postgresql://[::1]:5432/d", {{"host", "::1"}, {"port", "5432"}, {"dbname", "d"}});
    row("socket", "postgresql:///d?host=/run/postgresql", {{"host", "/run/postgresql"}, {"dbname", "d"}});
    row("keywords", "host=db dbname = 'a b' user='it\\'s' password='back\\\\slash'",
        {{"host", "db"}, {"dbname", "a b"}, {"user", "it's"}, {"password", "back\\slash"}});
    row("service", "service=production", {{"service", "production"}});
    row("beyond ASCII", "password=grüße🎉", {{"password", QString::fromUtf8("grüße🎉")}});
    row("nothing", "", {});
}

void TstConnectionSettings::readsWhatLibpqReads()
{
    QFETCH(QString, text);
    QFETCH(Keywords, keywords);
    const ConnectionSettings settings = ConnectionSettings::fromString(text);
    for (auto at = keywords.cbegin(); at != keywords.cend(); ++at)
        QCOMPARE(settings.keyword(at.key()), at.value());
    QCOMPARE(settings.connectionString().isEmpty(), keywords.isEmpty());
}

void TstConnectionSettings::survivesItsOwnFormat()
{
    ConnectionSettings settings;
    const QString odd = QString::fromUtf8("a b=c;d'e\\f\"g%h?ü\n");
    settings.setKeyword(QStringLiteral("password"), odd);
    settings.setKeyword(QStringLiteral("options"), QStringLiteral("-c search_path=a\\ b"));
    const ConnectionSettings again = ConnectionSettings::fromString(settings.connectionString());
    QCOMPARE(again.keyword(QStringLiteral("password")), odd);
    QCOMPARE(again.keyword(QStringLiteral("options")), QStringLiteral("-c search_path=a\\ b"));
    QCOMPARE(again.connectionString(), settings.connectionString());
}

void TstConnectionSettings::refusesWhatLibpqRefuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("unknown keyword") << "hots=db"
                                     << "hots";
    QTest::newRow("no value") << "host"
                              << "=";
    QTest::newRow("open quote") << "host='db"
                                << "quoted";
    QTest::newRow("bad percent") << "postgresql://a%zz@/d"
                                 << "percent";
    QTest::newRow("unknown URI keyword") << "postgresql:///d?hots=db"
                                         << "hots";
    QTest::newRow("other scheme") << "mysql://db/d"
                                  << "";
    QTest::newRow("NUL") << QStringLiteral("host=a") + QChar(QChar::Null) + QStringLiteral("b") << "NUL";
}

void TstConnectionSettings::refusesWhatLibpqRefuses()
{
    QFETCH(QString, text);
    QFETCH(QString, mentions);
    const Error error = errorOf([&] { ConnectionSettings::fromString(text); });
    QCOMPARE(error.kind(), Error::Kind::Usage);
    QCOMPARE(error.argument(), QStringLiteral("connection string"));
    QVERIFY2(error.message().contains(mentions), error.what());
}

void TstConnectionSettings::neverRepeatsAPassword_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("space in a URI") << "postgresql://anna:top hemlig@[db/d";
    QTest::newRow("unquoted space") << "host=db password=top hemlig";
    QTest::newRow("unknown keyword after it") << "password=hemlig hots=db";
    QTest::newRow("percent") << "postgresql://anna:hemlig%zz@db/d";
}

void TstConnectionSettings::neverRepeatsAPassword()
{
    QFETCH(QString, text);
    const Error error = errorOf([&] { ConnectionSettings::fromString(text); });
    QCOMPARE(error.kind(), Error::Kind::Usage);
    QVERIFY2(!error.message().contains(QStringLiteral("hemlig")), error.what());
}

void TstConnectionSettings::readsTheEnvironment()
{
    qunsetenv("JOBQ_DATABASE_URL");
    QVERIFY(!ConnectionSettings::fromEnvironment());
    qputenv("JOBQ_DATABASE_URL", "");
    QVERIFY(!ConnectionSettings::fromEnvironment());
    qputenv("JOBQ_DATABASE_URL", "postgresql:///orders");
    QCOMPARE(ConnectionSettings::fromEnvironment()->keyword(QStringLiteral("dbname")), QStringLiteral("orders"));
    qunsetenv("JOBQ_DATABASE_URL");
}

void TstConnectionSettings::describesItselfWithoutPassword()
{
    const ConnectionSettings settings =
        ConnectionSettings::fromString(QStringLiteral("postgresql://anna:hemlig@db:5433/orders"));
    QCOMPARE(settings.description(), QStringLiteral("database “orders” at db:5433 as “anna”"));
    QCOMPARE(ConnectionSettings::fromString(QStringLiteral("service=x password=hemlig")).description(),
             QStringLiteral("default database of service “x”"));
}

void TstConnectionSettings::refusesBadKeywords()
{
    ConnectionSettings settings;
    QCOMPARE(errorOf([&] { settings.setKeyword(QStringLiteral("host=a user"), QStringLiteral("b")); }).kind(),
             Error::Kind::Usage);
    QCOMPARE(errorOf([&] { settings.setKeyword(QStringLiteral("host"), QString(QChar(QChar::Null))); }).kind(),
             Error::Kind::Usage);
}

QTEST_APPLESS_MAIN(TstConnectionSettings)
#include "tst_connectionsettings.moc"
