// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jsontext.h"
#include "models/jsontreemodel.h"
#include "support/testcase.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace jobq::console;

class TstJsonText : public jobq::test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void layoutKeepsOrderAndNumbers();
    void saysWhereItIsWrong_data();
    void saysWhereItIsWrong();
    void refusesDeepNesting();
    void treeShowsScalarsAsWritten();
    void treeMakesFilterTerms();
};

void TstJsonText::layoutKeepsOrderAndNumbers()
{
    const QString text = QStringLiteral("{\"z\":12345678901234567890,\"a\":[1.10,true,null,\"x\\u00e9\"],\"o\":{}}");
    QCOMPARE(prettyJson(text),
             QStringLiteral("{\n  \"z\": 12345678901234567890,\n  \"a\": [\n    1.10,\n    true,\n    null,\n    \"x\\u00e9\"\n  ],\n  \"o\": {}\n}"));
    QCOMPARE(prettyJson(QStringLiteral("no json")), QStringLiteral("no json"));
}

void TstJsonText::saysWhereItIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::newRow("nothing") << "" << 0;
    QTest::newRow("comma") << "[1 2]" << 3;
    QTest::newRow("trailing comma") << "[1,]" << 3;
    QTest::newRow("bare name") << "{a:1}" << 1;
    QTest::newRow("no colon") << "{\"a\" 1}" << 5;
    QTest::newRow("no end") << "{\"a\":1" << 6;
    QTest::newRow("more after the end") << "{} x" << 3;
    QTest::newRow("leading zero") << "01" << 1;
    QTest::newRow("no digit after the point") << "1." << 2;
    QTest::newRow("unknown escape") << "\"\\x\"" << 2;
    QTest::newRow("line break in a text") << "\"a\nb\"" << 2;
    QTest::newRow("word") << "nul" << 0;
}

void TstJsonText::saysWhereItIsWrong()
{
    QFETCH(QString, text);
    QFETCH(int, position);
    const JsonTree tree = parseJson(text);
    QVERIFY(!tree.root);
    QVERIFY(tree.error.has_value());
    QCOMPARE(int(tree.error->position), position);
    QVERIFY(!tree.error->message.isEmpty());
}

void TstJsonText::refusesDeepNesting()
{
    QVERIFY(parseJson(QString(10'000, QLatin1Char('['))).error.has_value());
}

void TstJsonText::treeShowsScalarsAsWritten()
{
    JsonTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(model.setText(QStringLiteral("{\"big\":12345678901234567890,\"list\":[{\"x\":1}],\"none\":{}}")));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("big"));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("12345678901234567890"));
    const QModelIndex list = model.index(1, 0);
    QCOMPARE(model.rowCount(list), 1);
    QCOMPARE(model.index(0, 0, model.index(0, 0, list)).data().toString(), QStringLiteral("x"));
    QVERIFY(model.setText(QStringLiteral("\"just a text\"")));
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!model.setText(QStringLiteral("{")));
    QCOMPARE(model.rowCount(), 0);
}

void TstJsonText::treeMakesFilterTerms()
{
    JsonTreeModel model;
    QVERIFY(model.setText(QStringLiteral("{\"to\":{\"name\":\"Jane\",\"a.b\":5},\"list\":[{\"x\":1}]}")));
    const QModelIndex to = model.index(0, 0);
    QCOMPARE(model.filterTerm(model.index(0, 1, to)), QStringLiteral("args.to.name:\"Jane\""));
    QCOMPARE(model.filterTerm(model.index(1, 1, to)), QStringLiteral("args.to.\"a.b\":\"5\""));
    QCOMPARE(model.filterTerm(model.index(0, 1, model.index(0, 0, model.index(1, 0)))), QStringLiteral("args.list.x:\"1\""));
    QVERIFY(model.filterTerm(to).isEmpty());
}

QTEST_GUILESS_MAIN(TstJsonText)
#include "tst_jsontext.moc"
