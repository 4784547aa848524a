// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/payload.h"
#include "support/testcase.h"

#include <QtTest>

using namespace jobq;
using namespace Qt::StringLiterals;

class PayloadTest : public test::TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void bracesMakeAnObject()
    {
        const Payload payload{{"to"_L1, "x@y.com"_L1}, {"copies"_L1, 2}};
        QCOMPARE(payload.text(), uR"({"copies":2,"to":"x@y.com"})"_s);
        QVERIFY(payload.isWellFormed());
    }

    void scalarsKeepTheirText_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("null") << QJsonValue() << u"null"_s;
        QTest::newRow("undefined") << QJsonValue(QJsonValue::Undefined) << u"null"_s;
        QTest::newRow("true") << QJsonValue(true) << u"true"_s;
        QTest::newRow("number") << QJsonValue(42) << u"42"_s;
        QTest::newRow("text") << QJsonValue(u"a\"b"_s) << u"\"a\\\"b\""_s;
        QTest::newRow("array") << QJsonValue(QJsonArray{1, 2}) << u"[1,2]"_s;
    }
    void scalarsKeepTheirText()
    {
        QFETCH(QJsonValue, value);
        QFETCH(QString, text);
        QCOMPARE(Payload(value).text(), text);
    }

    void textStaysExactWhereTheValueRounds()
    {
        const Payload payload = Payload::fromText(u"{\"n\": 12345678901234567890}"_s);
        QCOMPARE(payload.text(), u"{\"n\": 12345678901234567890}"_s);
        QCOMPARE(payload.object().value("n"_L1).toDouble(), 12345678901234567890.0);
        QVERIFY(!payload.isWellFormed());
    }

    void brokenTextHasNoValue()
    {
        QVERIFY(Payload::fromText(u"{"_s).value().isUndefined());
        QVERIFY(Payload::fromText(u"1,2"_s).value().isUndefined());
        QVERIFY(Payload::fromText(QString()).value().isUndefined());
    }
};

QTEST_GUILESS_MAIN(PayloadTest)
#include "tst_payload.moc"
