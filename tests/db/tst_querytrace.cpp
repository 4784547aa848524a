// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/querytrace.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QTest>

using namespace jobq;
using namespace jobq::test;

class TstQueryTrace : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { setQueryTrace({}); }
    void reportsEachStatementWithoutItsValues_data();
    void reportsEachStatementWithoutItsValues();
    void reportsFailures();
    void endsOnRequest();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings = m_postgres.createEmptyDatabase();
};

void TstQueryTrace::reportsEachStatementWithoutItsValues_data()
{
    QTest::addColumn<bool>("prepared");
    QTest::newRow("prepared") << true;
    QTest::newRow("unprepared") << false;
}

void TstQueryTrace::reportsEachStatementWithoutItsValues()
{
    QFETCH(bool, prepared);
    m_settings.preparedStatements = prepared;
    Connection connection(m_settings);
    QList<QueryTrace> traces;
    setQueryTrace([&](const QueryTrace &trace) { traces.append(trace); });
    Transaction transaction(connection);
    Statement(connection, QStringLiteral("testing/interval")).bind("value", QStringLiteral("42 days")).execOne();
    transaction.commit();
    QCOMPARE(traces.size(), 3);
    QCOMPARE(traces.at(0).name, QStringLiteral("BEGIN"));
    QCOMPARE(traces.at(1).name, QStringLiteral("testing/interval"));
    QCOMPARE(traces.at(1).sql, QStringLiteral("SELECT :value::interval::text"));
    QCOMPARE(traces.at(1).rows, 1);
    QCOMPARE(traces.at(1).errorMessage, QString());
    QVERIFY(traces.at(1).duration.count() > 0);
    QVERIFY(traces.at(1).startedAt.isValid());
    QCOMPARE(traces.at(2).name, QStringLiteral("COMMIT"));
}

void TstQueryTrace::reportsFailures()
{
    Connection connection(m_settings);
    QueryTrace last;
    setQueryTrace([&](const QueryTrace &trace) { last = trace; });
    const Error error = errorOf([&] {
        Statement(connection, QStringLiteral("testing/interval")).bind("value", QStringLiteral("hemlig")).exec();
    });
    QCOMPARE(last.errorMessage, error.message());
    QVERIFY(!last.errorMessage.isEmpty());
    QVERIFY(!last.errorMessage.contains(QStringLiteral("hemlig")));
}

void TstQueryTrace::endsOnRequest()
{
    Connection connection(m_settings);
    int count = 0;
    setQueryTrace([&](const QueryTrace &) { ++count; });
    Statement(connection, QStringLiteral("testing/repeatable")).exec();
    setQueryTrace({});
    Statement(connection, QStringLiteral("testing/repeatable")).exec();
    QCOMPARE(count, 1);
}

QTEST_GUILESS_MAIN(TstQueryTrace)
#include "tst_querytrace.moc"
