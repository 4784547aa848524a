// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/connection.h"
#include "db/statement.h"
#include "support/temporarypostgres.h"
#include "support/testcase.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace jobq;
using namespace jobq::test;

namespace {

template<typename Call>
Error errorOf(Call call)
{
    try {
        call();
    } catch (const Error &error) {
        return error;
    }
    return Error(Error::Kind::Query, QStringLiteral("nothing was thrown"));
}

Statement &bindAll(Statement &statement, const QString &text)
{
    return statement.bind("text", text)
        .bind("number", std::numeric_limits<qint64>::min())
        .bind("real", -0.1)
        .bind("flag", true)
        .bind("at", QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC))
        .bind("texts", QStringList{QStringLiteral("a\"b\\c'd,{}"), QString(), QStringLiteral(""), QStringLiteral("NULL")})
        .bind("numbers", QList<qint64>{-1, 2})
        .bind("reals", QList<double>{0.5, std::nan("")});
}

} // namespace

class TstStatement : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void bindsEveryType_data();
    void bindsEveryType();

private:
    TemporaryPostgres m_postgres;
    ConnectionSettings m_settings;
};

void TstStatement::initTestCase()
{
    m_settings = m_postgres.createEmptyDatabase();
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
    QCOMPARE(texts, (QStringList{QStringLiteral("a\"b\\c'd,{}"), QString(), QStringLiteral(""), QStringLiteral("NULL")}));
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

QTEST_GUILESS_MAIN(TstStatement)
#include "tst_statement.moc"
