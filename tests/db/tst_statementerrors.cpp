// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/statement.h"
#include "support/lossyproxy.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;

using Kind = Error::Kind;

// What each SQLSTATE becomes, and that no error repeats a value.
class TstStatementErrors : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void sqlStatesHaveKinds_data();
    void sqlStatesHaveKinds();
    void ourOwnStatesNameTheArgument();
    void aMessageIsNotCutAtItsColons();
    void neverRepeatsAValue_data();
    void neverRepeatsAValue();
    void leavesTheConnectionUsable();
    void refusesUnknownAndForgottenPlaceholders();
    void refusesNul();
    void refusesTimesBeyondReach();
    void noRowIsAnErrorWhereOneIsExpected();
    void aFailureAmongTheRowsIsThrown();
    void aTimeLimitCancels();
    void aDisconnectLeavesTheOutcomeUnknown();
    void aDisconnectOfARepeatableStatementIsAConnectionError();
    void aTerminatedStatementDidNotHappen();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstStatementErrors::initTestCase()
{
    m_settings = m_postgres.createEmptyDatabase();
    TemporaryPostgres::execute(m_settings, QStringLiteral(R"(
        CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text UNIQUE);
        CREATE FUNCTION raise_error(state text, message text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, DETAIL = 'hemlig'; END $$;)"));
}

void TstStatementErrors::init()
{
    TestCase::init();
    m_settings.preparedStatements = true;
    m_settings.statementTimeout = {};
}

void TstStatementErrors::sqlStatesHaveKinds_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const char *state, Kind kind) { QTest::newRow(state) << QString::fromLatin1(state) << kind; };
    row("40001", Kind::Busy);
    row("40P01", Kind::Busy);
    row("55P03", Kind::Busy);
    row("57014", Kind::Cancelled);
    row("08006", Kind::Connection);
    row("57P01", Kind::Connection);
    row("57P02", Kind::Connection);
    row("57P03", Kind::Connection);
    row("53300", Kind::Connection);
    row("53100", Kind::Query);
    row("23505", Kind::Conflict);
    row("P0002", Kind::NotFound);
    row("02000", Kind::NotFound);
    row("JQ001", Kind::Usage);
    row("JQ002", Kind::NotFound);
    row("JQ003", Kind::Conflict);
    row("25006", Kind::Usage);
    row("42501", Kind::Usage);
    row("42P01", Kind::Usage);
    row("3F000", Kind::Usage);
    row("22007", Kind::Usage);
    row("22P02", Kind::Usage);
    row("XX000", Kind::Query);
    row("P0001", Kind::Query);
}

void TstStatementErrors::sqlStatesHaveKinds()
{
    QFETCH(QString, state);
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/fail_with"));
    const Error error =
        errorOf([&] { statement.bind("state", state).bind("message", QStringLiteral("a reason")).exec(); });
    QTEST(error.kind(), "kind");
    QCOMPARE(error.sqlState(), state);
    QCOMPARE(error.queryName(), QStringLiteral("testing/fail_with"));
    QVERIFY2(!error.message().contains(QStringLiteral("hemlig")), error.what());
}

void TstStatementErrors::ourOwnStatesNameTheArgument()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/fail_with"));
    statement.bind("state", QStringLiteral("JQ001"))
        .bind("message", QStringLiteral("queueName: too long: 200 characters"));
    const Error error = errorOf([&] { statement.exec(); });
    QCOMPARE(error.argument(), QStringLiteral("queueName"));
    QCOMPARE(error.message(), QStringLiteral("queueName: too long: 200 characters"));
}

// Only QPSQL's texts begin with a severity; what a prepared statement brings is the message itself.
void TstStatementErrors::aMessageIsNotCutAtItsColons()
{
    const QString message = QStringLiteral("queueName:  too long:  200 characters");
    for (const bool prepared : {true, false}) {
        ConnectionSettings settings = m_settings;
        settings.preparedStatements = prepared;
        Connection connection(settings);
        Statement statement(connection, QStringLiteral("testing/fail_with"));
        statement.bind("state", QStringLiteral("JQ001")).bind("message", message);
        QCOMPARE(errorOf([&] { statement.exec(); }).message(), message);
    }
}

void TstStatementErrors::neverRepeatsAValue_data()
{
    QTest::addColumn<bool>("prepared");
    QTest::addColumn<QString>("name");
    for (const bool prepared : {true, false}) {
        for (const char *name : {"testing/interval", "testing/json", "testing/add_thing"})
            QTest::addRow("%s, %s", name, prepared ? "prepared" : "unprepared")
                << prepared << QString::fromLatin1(name);
    }
}

void TstStatementErrors::neverRepeatsAValue()
{
    QFETCH(bool, prepared);
    QFETCH(QString, name);
    m_settings.preparedStatements = prepared;
    Connection connection(m_settings);
    const auto run = [&] {
        Statement(connection, name)
            .bind(name.endsWith(QLatin1String("thing")) ? "name" : "value", QStringLiteral("hemlig\nhemlig"))
            .exec();
    };
    if (name.endsWith(QLatin1String("thing")))
        run(); // a thing can be added once
    const Error error = errorOf(run);
    QVERIFY(!error.sqlState().isEmpty());
    QVERIFY2(!error.message().contains(QStringLiteral("hemlig")), error.what());
    QVERIFY(error.kind() == Kind::Usage || error.kind() == Kind::Conflict);
    TemporaryPostgres::execute(m_settings, QStringLiteral("DELETE FROM things"));
}

void TstStatementErrors::leavesTheConnectionUsable()
{
    Connection connection(m_settings);
    errorOf([&] {
        Statement(connection, QStringLiteral("testing/interval")).bind("value", QStringLiteral("soon")).exec();
    });
    QVERIFY(!connection.isBroken());
    QCOMPARE(Statement(connection, QStringLiteral("testing/interval"))
                 .bind("value", QStringLiteral("1 day"))
                 .execOne()
                 .text(0),
             QStringLiteral("1 day"));
}

void TstStatementErrors::refusesUnknownAndForgottenPlaceholders()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/interval"));
    QCOMPARE(errorOf([&] { statement.bind("valeu", 1); }).message(),
             QStringLiteral("testing/interval: it has no placeholder “valeu”"));
    const Error forgotten = errorOf([&] { statement.exec(); });
    QCOMPARE(forgotten.kind(), Kind::Query);
    QCOMPARE(forgotten.message(), QStringLiteral("testing/interval: the placeholder “value” was not bound"));
}

void TstStatementErrors::refusesNul()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/interval"));
    const Error error = errorOf([&] { statement.bind("value", QString(QChar(QChar::Null))); });
    QCOMPARE(error.kind(), Kind::Usage);
    QCOMPARE(error.argument(), QStringLiteral("value"));
    QCOMPARE(errorOf([&] { statement.bind("value", QStringList {QString(QChar(QChar::Null))}); }).kind(), Kind::Usage);
}

void TstStatementErrors::refusesTimesBeyondReach()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/interval"));
    const QDateTime tooLate(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(errorOf([&] { statement.bind("value", tooLate); }).kind(), Kind::Usage);
}

void TstStatementErrors::noRowIsAnErrorWhereOneIsExpected()
{
    TemporaryPostgres::execute(m_settings, QStringLiteral("DELETE FROM things"));
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/all_things"));
    QCOMPARE(errorOf([&] { statement.execOne(); }).message(), QStringLiteral("testing/all_things: it gave no row"));
}

void TstStatementErrors::aFailureAmongTheRowsIsThrown()
{
    Connection connection(m_settings);
    Statement statement(connection, QStringLiteral("testing/divide"));
    QCOMPARE(errorOf([&] { statement.bind("divisor", 0).exec(); }).sqlState(), QStringLiteral("22012"));
    statement.bind("divisor", 1).exec();
    QVERIFY(statement.next());
    QVERIFY(statement.next());
    QVERIFY(!statement.next());
}

void TstStatementErrors::aTimeLimitCancels()
{
    m_settings.statementTimeout = std::chrono::milliseconds(20);
    for (const bool prepared : {true, false}) {
        m_settings.preparedStatements = prepared;
        Connection connection(m_settings);
        QCOMPARE(
            errorOf([&] { Statement(connection, QStringLiteral("testing/sleep")).bind("seconds", 60).exec(); }).kind(),
            Kind::Cancelled);
        QVERIFY(!connection.isBroken());
    }
}

// What only the message has that binds a prepared statement: its name without a portal's before it.
static QByteArray executing()
{
    return QByteArray("\0jobq_", 6);
}

void TstStatementErrors::aDisconnectLeavesTheOutcomeUnknown()
{
    LossyProxy proxy(m_settings);
    Connection connection(proxy.settings());
    proxy.loseAnswerTo(executing());
    const Error error = errorOf([&] {
        Statement(connection, QStringLiteral("testing/add_thing")).bind("name", QStringLiteral("doubtful")).exec();
    });
    QVERIFY(proxy.hasLostAnswer());
    QCOMPARE(error.kind(), Kind::OutcomeUnknown);
    QVERIFY(connection.isBroken());
    QCOMPARE(
        TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM things WHERE name = 'doubtful'")),
        1);
    QCOMPARE(errorOf([&] { Statement(connection, QStringLiteral("testing/divide")).bind("divisor", 1).exec(); }).kind(),
             Kind::Connection);
}

void TstStatementErrors::aDisconnectOfARepeatableStatementIsAConnectionError()
{
    LossyProxy proxy(m_settings);
    Connection connection(proxy.settings());
    proxy.loseAnswerTo(executing());
    QCOMPARE(errorOf([&] { Statement(connection, QStringLiteral("testing/repeatable")).exec(); }).kind(),
             Kind::Connection);
    QVERIFY(proxy.hasLostAnswer());
}

void TstStatementErrors::aTerminatedStatementDidNotHappen()
{
    Connection connection(m_settings);
    const Error error = errorOf([&] { Statement(connection, QStringLiteral("testing/add_thing_and_die")).exec(); });
    QCOMPARE(error.kind(), Kind::Connection);
    QCOMPARE(error.sqlState(), QStringLiteral("57P01"));
    QVERIFY(connection.isBroken());
    QCOMPARE(TemporaryPostgres::number(m_settings, QStringLiteral("SELECT count(*) FROM things WHERE name = 'dead'")),
             0);
}

QTEST_GUILESS_MAIN(TstStatementErrors)
#include "tst_statementerrors.moc"
