// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/statement.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <thread>

using namespace jobq;
using namespace jobq::test;

namespace {

Statement &bindAll(Statement &statement, const QString &text)
{
    return statement.bind("text", text)
        .bind("number", std::numeric_limits<qint64>::min())
        .bind("real", -0.1)
        .bind("flag", true)
        .bind("at", QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC))
        .bind("texts",
              QStringList {QStringLiteral("a\"b\\c'd,{}"), QString(), QStringLiteral(""), QStringLiteral("NULL")})
        .bind("numbers", QList<qint64> {-1, 2})
        .bind("reals", QList<double> {0.5, std::nan("")});
}

} // namespace

class TstStatement : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void bindsEveryType_data();
    void bindsEveryType();
    void readsNulls();
    void preparesOnce();
    void runsAgainWithOtherValues();
    void survivesAForgottenPreparedStatement();
    void survivesAChangedResult();
    void obeysLimitsBehindAPooler();
    void readsSeveralStatementsInTurns();
    void worksOnTheCallersConnection();
    void refusesAnUnusableCallersConnection();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstStatement::initTestCase()
{
    m_settings = m_postgres.createEmptyDatabase();
    TemporaryPostgres::execute(
        m_settings, QStringLiteral("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text)"));
}

void TstStatement::bindsEveryType_data()
{
    QTest::addColumn<bool>("prepared");
    QTest::addColumn<QString>("text");
    for (const bool prepared : {true, false}) {
        const char *mode = prepared ? "prepared" : "unprepared";
        QTest::addRow("%s, quotes", mode) << prepared << QStringLiteral("it's \\ \"quoted\" $1 :text ? %1");
        QTest::addRow("%s, injection", mode) << prepared << QStringLiteral("'; DROP TABLE things; --");
        QTest::addRow("%s, beyond ASCII", mode) << prepared << QStringLiteral("grüße 🎉");
        QTest::addRow("%s, empty", mode) << prepared << QStringLiteral("");
        QTest::addRow("%s, null", mode) << prepared << QString();
    }
}

void TstStatement::bindsEveryType()
{
    QFETCH(bool, prepared);
    QFETCH(QString, text);
    m_settings.preparedStatements = prepared;
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/values"));
    bindAll(statement, text).execOne();
    QCOMPARE(statement.text(0), text);
    QCOMPARE(statement.isNull(0), text.isNull());
    QCOMPARE(statement.int64(1), std::numeric_limits<qint64>::min());
    QCOMPARE(statement.real(2), -0.1);
    QCOMPARE(statement.boolean(3), true);
    QCOMPARE(statement.text(4), QStringLiteral("2023-11-14 22:13:20.123+00"));
    const QStringList texts = statement.textList(5);
    QCOMPARE(texts,
             (QStringList {QStringLiteral("a\"b\\c'd,{}"), QString(), QStringLiteral(""), QStringLiteral("NULL")}));
    QVERIFY(texts.at(1).isNull());
    QVERIFY(!texts.at(2).isNull());
    QCOMPARE(statement.text(6), QStringLiteral("{-1,2}"));
    QCOMPARE(statement.text(7), QStringLiteral("{0.5,NaN}"));
    QCOMPARE(statement.text(8), QStringLiteral(":literal"));
    QCOMPARE(statement.text(9), QStringLiteral(" :dollar 'quoted "));
    QCOMPARE(statement.text(10), QStringLiteral("{10,20}"));
    QCOMPARE(statement.dateTime(11), QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC));
    QVERIFY(!statement.next());
}

void TstStatement::readsNulls()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/values"));
    const std::optional<qint64> noNumber;
    const std::optional<QStringList> noTexts;
    const std::optional<QList<qint64>> noNumbers;
    bindAll(statement, QString())
        .bind("number", noNumber)
        .bind("at", QDateTime())
        .bind("texts", noTexts)
        .bind("numbers", noNumbers);
    statement.execOne();
    QVERIFY(!statement.optionalText(0));
    QVERIFY(statement.text(0).isNull());
    QVERIFY(!statement.optionalInt64(1));
    QVERIFY(statement.textList(5).isEmpty());
    QVERIFY(statement.isNull(6));
    QVERIFY(!statement.dateTime(11).isValid());
}

void TstStatement::preparesOnce()
{
    m_settings.preparedStatements = true;
    Connection connection(m_settings);
    for (int i = 0; i < 3; ++i)
        Statement(connection, QStringLiteral("testing/divide")).bind("divisor", 1).exec();
    QSqlQuery query =
        connection.run(QStringLiteral("SELECT count(*) FROM pg_prepared_statements"), QStringLiteral("test"));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toInt(), 1);
}

void TstStatement::runsAgainWithOtherValues()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/interval"));
    QCOMPARE(statement.bind("value", QStringLiteral("1 day")).execOne().text(0), QStringLiteral("1 day"));
    QCOMPARE(statement.bind("value", QStringLiteral("2 days")).execOne().text(0), QStringLiteral("2 days"));
}

void TstStatement::survivesAForgottenPreparedStatement()
{
    m_settings.preparedStatements = true;
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/divide"));
    statement.bind("divisor", 1).exec();
    connection.execute(QStringLiteral("DISCARD ALL"), QStringLiteral("test"));
    QCOMPARE(statement.execOne().int32(0), 1);
}

void TstStatement::survivesAChangedResult()
{
    m_settings.preparedStatements = true;
    Connection connection(m_settings);
    TemporaryPostgres::execute(m_settings, QStringLiteral("INSERT INTO things (name) VALUES ('one')"));
    Statement statement(connection, QStringLiteral("testing/all_things"));
    QCOMPARE(statement.execOne().text(1), QStringLiteral("one"));
    TemporaryPostgres::execute(m_settings, QStringLiteral("ALTER TABLE things ADD COLUMN more int DEFAULT 7"));
    QCOMPARE(statement.execOne().int32(2), 7);
}

void TstStatement::obeysLimitsBehindAPooler()
{
    m_settings.preparedStatements = false;
    ConnectionSettings settings = m_settings;
    settings.readOnly = true;
    settings.lockTimeout = std::chrono::milliseconds(1234);
    Connection connection(settings);
    Statement setting(connection, QStringLiteral("testing/setting"));
    QCOMPARE(setting.bind("name", QStringLiteral("lock_timeout")).execOne().text(0), QStringLiteral("1234ms"));
    QCOMPARE(setting.bind("name", QStringLiteral("TimeZone")).execOne().text(0), QStringLiteral("UTC"));
    const Error error = errorOf(
        [&] { Statement(connection, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("x")).exec(); });
    QCOMPARE(error.sqlState(), QStringLiteral("25006"));
    QCOMPARE(error.kind(), Error::Kind::Usage);
    // Nothing of it stays in a session that the next client may get.
    QSqlQuery query = connection.run(QStringLiteral("SELECT current_setting('lock_timeout')"), QStringLiteral("test"));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toString(), QStringLiteral("0"));
}

void TstStatement::readsSeveralStatementsInTurns()
{
    Connection connection(m_settings);
    Statement one(connection, QStringLiteral("testing/divide"));
    Statement other(connection, QStringLiteral("testing/divide"));
    one.bind("divisor", 1).execOne();
    other.bind("divisor", -1).execOne();
    QVERIFY(one.next());
    QVERIFY(other.next());
    QCOMPARE(one.int32(0), 1);
    QCOMPARE(other.int32(0), -1);
}

void TstStatement::worksOnTheCallersConnection()
{
    Connection owner(m_settings); // stands for the caller's own QSqlDatabase
    QSqlDatabase database = owner.database();
    for (const bool commits : {true, false}) {
        TemporaryPostgres::execute(m_settings, QStringLiteral("TRUNCATE things"));
        QVERIFY(database.transaction());
        Connection wrapped(database);
        QVERIFY(wrapped.isInTransaction());
        Statement(wrapped, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("back\\slash")).exec();
        QVERIFY(commits ? database.commit() : database.rollback());
        QCOMPARE(TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM things")), commits ? 1 : 0);
    }
    // An old-fashioned session, where a backslash escapes.
    owner.execute(QStringLiteral("SET standard_conforming_strings = off; SET escape_string_warning = off"),
                  QStringLiteral("test"));
    Connection wrapped(database);
    Statement values(wrapped, QStringLiteral("testing/text"));
    const QString text = QStringLiteral("back\\slash ' \\' ");
    QCOMPARE(values.bind("value", text).execOne().text(0), text);
    database = QSqlDatabase();
}

void TstStatement::refusesAnUnusableCallersConnection()
{
    const auto refusal = [](const QSqlDatabase &database) { return errorOf([&] { Connection wrapped(database); }); };
    QCOMPARE(refusal(QSqlDatabase()).argument(), QStringLiteral("database"));
    Connection owner(m_settings);
    const QSqlDatabase database = owner.database();
    Error fromOtherThread(Error::Kind::Query, QString());
    std::thread([&] { fromOtherThread = refusal(database); }).join();
    QCOMPARE(fromOtherThread.kind(), Error::Kind::Usage);
    QCOMPARE(fromOtherThread.message(), QStringLiteral("database: it belongs to another thread"));
}

QTEST_GUILESS_MAIN(TstStatement)
#include "tst_statement.moc"
