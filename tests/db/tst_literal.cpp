// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/literal.h"
#include "support/testcase.h"

#include <QTest>

#include <limits>

using namespace jobq;
using namespace jobq::test;

class TstLiteral : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void quotesTexts_data();
    void quotesTexts();
    void quotesArrays();
    void writesNumbers();
    void readsArrays_data();
    void readsArrays();
    void readsWhatItWrites();
};

void TstLiteral::quotesTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("standard");
    QTest::addColumn<QString>("oldFashioned");
    QTest::newRow("null") << QString() << "NULL" << "NULL";
    QTest::newRow("empty") << "" << "''" << "E''";
    QTest::newRow("plain") << "abc" << "'abc'" << "E'abc'";
    QTest::newRow("quote") << "it's" << "'it''s'" << "E'it''s'";
    QTest::newRow("only quotes") << "'''" << "''''''''" << "E''''''''";
    QTest::newRow("backslash") << R"(a\')" << R"('a\''')" << R"(E'a\\''')";
}

void TstLiteral::quotesTexts()
{
    QFETCH(QString, text);
    QTEST(textLiteral(text, true), "standard");
    QTEST(textLiteral(text, false), "oldFashioned");
}

void TstLiteral::quotesArrays()
{
    const QStringList values{QStringLiteral("a"), QString(), QStringLiteral(""), QStringLiteral(R"("'\)")};
    QCOMPARE(arrayLiteral(values), QStringLiteral(R"({"a",NULL,"","\"'\\"})"));
    QCOMPARE(arrayLiteral(QStringList()), QStringLiteral("{}"));
    QCOMPARE(arrayLiteral(QStringList{QStringLiteral("''")}), QStringLiteral("{\"''\"}"));
}

void TstLiteral::writesNumbers()
{
    using Limits = std::numeric_limits<qint64>;
    QCOMPARE(arrayLiteral(QList<qint64>{Limits::min(), 0, Limits::max()}), QStringLiteral("{-9223372036854775808,0,9223372036854775807}"));
    using Doubles = std::numeric_limits<double>;
    QCOMPARE(arrayLiteral(QList<double>{0.1, Doubles::infinity(), -Doubles::infinity(), Doubles::quiet_NaN()}),
             QStringLiteral("{0.10000000000000001,Infinity,-Infinity,NaN}"));
}

void TstLiteral::readsArrays_data()
{
    QTest::addColumn<QString>("literal");
    QTest::addColumn<QStringList>("values");
    QTest::newRow("empty") << "{}" << QStringList();
    QTest::newRow("plain") << "{a,b c}" << QStringList{"a", "b c"};
    QTest::newRow("one empty text") << "{\"\"}" << QStringList{""};
    QTest::newRow("quoted") << R"({"a,b","c\"d","e\\f","{}"})" << QStringList{"a,b", "c\"d", "e\\f", "{}"};
    QTest::newRow("null and the word") << "{NULL,\"NULL\",null}" << QStringList{QString(), "NULL", QString()};
    QTest::newRow("bounds") << "[0:1]={a,b}" << QStringList{"a", "b"};
    QTest::newRow("nothing") << "" << QStringList();
}

void TstLiteral::readsArrays()
{
    QFETCH(QString, literal);
    QFETCH(QStringList, values);
    const QStringList read = fromArrayLiteral(literal);
    QCOMPARE(read, values);
    for (qsizetype i = 0; i < values.size(); ++i)
        QCOMPARE(read.at(i).isNull(), values.at(i).isNull());
}

void TstLiteral::readsWhatItWrites()
{
    const QStringList values{QStringLiteral("{\"a\": [1, \"it's \\\\\"]}"), QString(), QStringLiteral(" "), QStringLiteral("''"), QString::fromUtf8("grüße🎉\n")};
    QCOMPARE(fromArrayLiteral(arrayLiteral(values)), values);
}

QTEST_APPLESS_MAIN(TstLiteral)
#include "tst_literal.moc"
