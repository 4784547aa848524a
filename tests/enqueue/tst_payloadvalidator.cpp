// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jsonschemavalidator.h"
#include "support/testcase.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace jobq;
using namespace jobq::test;
using namespace Qt::StringLiterals;

namespace {

class Refuses : public PayloadValidator
{
public:
    explicit Refuses(const QString &why)
        : m_why(why)
    {
    }
    [[nodiscard]] QString explain(const QString &, const Payload &) const override { return m_why; }

private:
    QString m_why;
};

} // namespace

class PayloadValidatorTest : public TestCase
{
    Q_OBJECT
private Q_SLOTS:
    void noOpAcceptsAnything() { QVERIFY(NoOpValidator().isValid(u"t"_s, Payload::fromText(u"{"_s))); }

    void compositeNeedsAllToAgreeAndSaysWhatEachSays()
    {
        const auto yes = std::make_shared<NoOpValidator>();
        const CompositeValidator agrees({yes, yes});
        QVERIFY(agrees.isValid(u"t"_s, Payload()));
        const CompositeValidator refuses({yes, std::make_shared<Refuses>(u"one"_s), std::make_shared<Refuses>(u"two"_s)});
        QCOMPARE(refuses.explain(u"t"_s, Payload()), u"one\ntwo"_s);
        const Error error = errorOf([&] { refuses.validate(u"t"_s, Payload()); });
        QCOMPARE(error.kind(), Error::Kind::Validation);
        QCOMPARE(error.argument(), u"payload"_s);
    }

    void tasksWithoutSchemaAreAcceptedUnlessStrict()
    {
        QVERIFY(JsonSchemaValidator().isValid(u"t"_s, Payload(1)));
        QVERIFY(!JsonSchemaValidator(JsonSchemaValidator::UnknownTasks::Refuse).isValid(u"t"_s, Payload(1)));
    }

    void theExplanationNamesThePlaceButNotTheValue()
    {
        JsonSchemaValidator validator;
        validator.addSchema(u"t"_s, "{\"properties\": {\"to\": {\"properties\": {\"age\": {\"type\": \"integer\"}}}}}");
        const QString why = validator.explain(u"t"_s, {{"to"_L1, QJsonObject{{"age"_L1, "secret"_L1}}}});
        QVERIFY2(why.contains(u"/to/age"_s), qPrintable(why));
        QVERIFY(!why.contains(u"secret"_s));
    }

    void integersHave64Bits()
    {
        JsonSchemaValidator validator;
        validator.addSchema(u"t"_s, "{\"type\": \"integer\"}");
        for (const QString &text : {u"0"_s, u"-2147483649"_s, u"1764000000000"_s, u"9223372036854775807"_s, u"5.0"_s})
            QCOMPARE(validator.explain(u"t"_s, Payload::fromText(text)), QString());
        QVERIFY(!validator.isValid(u"t"_s, Payload::fromText(u"1764000000000.5"_s)));
    }

    void unusableSchemasAreRefused_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a number") << QByteArray("1");
        QTest::newRow("wrong keyword value") << QByteArray("{\"minLength\": \"x\"}");
        QTest::newRow("unresolvable reference") << QByteArray("{\"$ref\": \"#/definitions/missing\"}");
        QTest::newRow("a pattern that is none") << QByteArray("{\"properties\": {\"to\": {\"pattern\": \"[\"}}}");
        QTest::newRow("a pattern of names that is none") << QByteArray("{\"patternProperties\": {\"(\": true}}");
        QTest::newRow("refers to itself") << QByteArray("{\"$ref\": \"#\"}");
        QTest::newRow("is a part of itself") << QByteArray("{\"allOf\": [{\"$ref\": \"#\"}]}");
        QTest::newRow("two that are each other") << QByteArray(
            "{\"definitions\": {\"a~b\": {\"not\": {\"$ref\": \"#/definitions/c%20d\"}}, \"c d\": {\"anyOf\": [{\"$ref\": \"#/definitions/a~0b\"}]}}}");
        QTest::newRow("in circles, and deeper down first") << QByteArray("{\"items\": {\"$ref\": \"#/definitions/n\"}, \"allOf\": [{\"$ref\": \"#/definitions/n\"}],"
                                                                         " \"definitions\": {\"n\": {\"allOf\": [{\"$ref\": \"#\"}]}}}");
        // valijson follows these otherwise than RFC 6901 has it.
        for (const char *reference : {"", "#/", "#//allOf//0", "#/allOf/0/", "#/allOf/0x", "#/allOf/00", "#/allOf/+0", "#foo", "#/definitions/~2"})
            QTest::newRow(reference) << QByteArray("{\"definitions\": {\"\": {}, \"~2\": {}}, \"allOf\": [{\"$ref\": \"") + reference + "\"}]}";
        QByteArray chain = "{\"definitions\": {\"d0\": {}";
        QByteArray doubling = chain;
        for (int i = 1; i < 4000; ++i)
            chain += ", \"d" + QByteArray::number(i) + "\": {\"properties\": {\"a\": {\"$ref\": \"#/definitions/d" + QByteArray::number(i - 1) + "\"}}}";
        for (int i = 1; i < 30; ++i) {
            const QByteArray last = "{\"$ref\": \"#/definitions/d" + QByteArray::number(i - 1) + "\"}";
            doubling += ", \"d" + QByteArray::number(i) + "\": {\"allOf\": [" + last + ", " + last + "]}";
        }
        QTest::newRow("a long chain") << chain + "}, \"$ref\": \"#/definitions/d3999\"}";
        QTest::newRow("twice as often each time") << doubling + "}, \"properties\": {\"a\": {\"$ref\": \"#/definitions/d29\"}}}";
        QTest::newRow("a bad pattern of a property named like a keyword") << QByteArray("{\"properties\": {\"default\": {\"pattern\": \"[\"}}}");
        QTest::newRow("a verb of PCRE") << QByteArray("{\"pattern\": \"(*ACCEPT)x\"}");
        QTest::newRow("an escape of PCRE") << QByteArray("{\"pattern\": \"\\\\Qx\\\\E\"}");
        QTest::newRow("remote reference") << QByteArray("{\"$ref\": \"http://localhost:1/x.json\"}");
    }
    void unusableSchemasAreRefused()
    {
        QFETCH(QByteArray, schema);
        JsonSchemaValidator validator;
        const Error error = errorOf([&] { validator.addSchema(u"t"_s, schema); });
        QCOMPARE(error.kind(), Error::Kind::Validation);
        QCOMPARE(error.argument(), u"schema"_s);
        QVERIFY(validator.isValid(u"t"_s, Payload(1)));
    }

    void aSchemaMayReferToItselfDeeperDown()
    {
        JsonSchemaValidator validator;
        validator.addSchema(u"t"_s, "{\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"#\"}, \"pattern\": {\"const\": {\"pattern\": \"[\", \"$ref\": \"#\"}}}}");
        QVERIFY(validator.isValid(u"t"_s, Payload::fromText(u"{\"next\": {\"next\": {}}}"_s)));
        QVERIFY(!validator.isValid(u"t"_s, Payload::fromText(u"{\"next\": {\"next\": 1}}"_s)));
    }

    void patternsMatchAsEcmaScriptHasThem_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("anywhere") << u"b+"_s << u"abbc"_s << true;
        QTest::newRow("the end") << u"c$"_s << u"abc"_s << true;
        QTest::newRow("not before a line feed") << u"c$"_s << u"abc\n"_s << false;
        QTest::newRow("a dollar in a class") << u"^[$]$"_s << u"$"_s << true;
        QTest::newRow("an escaped dollar") << u"^\\\\$$"_s << u"$"_s << true;
        QTest::newRow("an escaped letter") << u"^\\\\u00e4$"_s << u"ä"_s << true;
        QTest::newRow("a letter of any script") << u"^\\\\p{L}+$"_s << u"Ωж"_s << true;
        QTest::newRow("two escapes, one character") << u"^[\\\\ud83d\\\\ude00]$"_s << u"😀"_s << true;
        QTest::newRow("any character") << u"^[^][a]$"_s << u"xa"_s << true;
        QTest::newRow("no character") << u"a[]|b"_s << u"a"_s << false;
        QTest::newRow("a bracket in a class") << u"^[[:digit:]$"_s << u":"_s << true;
        QTest::newRow("a dot is no line end") << u"^.$"_s << QString(QChar(0x2028)) << false;
        QTest::newRow("a space of any kind") << u"^\\\\s[\\\\s]\\\\S$"_s << QString(QChar(0xa0)) + QChar(0xfeff) + u'a' << true;
        QTest::newRow("a group by its name") << u"^(?<a>x)\\\\k<a>$"_s << u"xx"_s << true;
        QTest::newRow("one character beyond 16 bits") << u"^.$"_s << u"😀"_s << true;
        QTest::newRow("ASCII digits only") << u"^\\\\d$"_s << u"٣"_s << false;
    }
    void patternsMatchAsEcmaScriptHasThem()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, matches);
        JsonSchemaValidator validator;
        validator.addSchema(u"t"_s, u"{\"pattern\": \"%1\"}"_s.arg(pattern).toUtf8());
        QCOMPARE(validator.isValid(u"t"_s, Payload(text)), matches);
    }

    /// std::regex recurses for each character: 30,000 of them ended the process.
    void longTextsAreMatchedOrRefused()
    {
        JsonSchemaValidator validator;
        validator.addSchema(u"plain"_s, "{\"properties\": {\"to\": {\"pattern\": \"^[a-z]+$\"}}}");
        validator.addSchema(u"hard"_s, "{\"properties\": {\"to\": {\"pattern\": \"^(a|aa)+$\"}}, \"patternProperties\": {\"^(x|y)*$\": true}}");
        const QString text(1'000'000, u'a');
        QVERIFY(validator.isValid(u"plain"_s, {{"to"_L1, text}}));
        QVERIFY(!validator.isValid(u"plain"_s, {{"to"_L1, text + u'1'}}));
        const QString why = validator.explain(u"hard"_s, {{"to"_L1, text + u'1'}, {QString(100'000, u'x'), 1}});
        QVERIFY2(why.startsWith(u"could not be checked"), qPrintable(why));
        validator.addSchema(u"date"_s, "{\"format\": \"date\"}");
        QVERIFY(validator.isValid(u"date"_s, Payload(u"2026-02-28"_s)));
        QVERIFY(!validator.isValid(u"date"_s, Payload(u"2026-02-30"_s)));
        QVERIFY(!validator.isValid(u"date"_s, Payload(u"2026-02-28 "_s)));
    }

    void aFolderGivesOneSchemaATask()
    {
        QTemporaryDir folder;
        for (const auto &[name, text] : {std::pair("a.json", "{\"type\": \"string\"}"), std::pair("b.c.json", "false")}) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        JsonSchemaValidator validator;
        QCOMPARE(validator.addSchemaFolder(folder.path()), 2);
        QVERIFY(validator.isValid(u"a"_s, Payload(u"x"_s)));
        QVERIFY(!validator.isValid(u"a"_s, Payload(1)));
        QVERIFY(!validator.isValid(u"b.c"_s, Payload(1)));
        QCOMPARE(errorOf([&] { validator.addSchemaFolder(folder.filePath(u"none"_s)); }).kind(), Error::Kind::NotFound);
        QCOMPARE(errorOf([&] { validator.addSchemaFile(u"x"_s, folder.filePath(u"none.json"_s)); }).kind(), Error::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(PayloadValidatorTest)
#include "tst_payloadvalidator.moc"
