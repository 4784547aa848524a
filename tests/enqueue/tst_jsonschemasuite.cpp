// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jsonschemavalidator.h"
#include "job/error.h"
#include "support/testcase.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace jobq;
using namespace Qt::StringLiterals;

// Runs the required cases of the official test suite for draft 7, as Debian packages it.
class JsonSchemaSuiteTest : public test::TestCase
{
    Q_OBJECT

    // Groups that valijson, as JobQ uses it, does not support, by file and description, with the reason. One that
    // passes after all fails the test, so that this list never grows stale.
    static const QHash<QString, QString> &unsupported();

private Q_SLOTS:
    void requiredCases_data()
    {
        QTest::addColumn<QJsonValue>("schema");
        QTest::addColumn<QJsonArray>("cases");
        const QDir suite(u"/usr/share/json-schema-test-suite/tests/draft7"_s);
        QVERIFY2(suite.exists(), "the package json-schema-test-suite is missing: run installer/setup.sh");
        for (const QFileInfo &info : suite.entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QJsonArray groups = QJsonDocument::fromJson(file.readAll()).array();
            QVERIFY(!groups.isEmpty());
            for (const QJsonValue &group : groups) {
                const QString name = info.completeBaseName() + u": "_s + group["description"_L1].toString();
                QTest::newRow(qPrintable(name)) << group["schema"_L1] << group["tests"_L1].toArray();
            }
        }
    }
    void requiredCases()
    {
        QFETCH(QJsonValue, schema);
        QFETCH(QJsonArray, cases);
        const QString group = QString::fromUtf8(QTest::currentDataTag());
        QStringList wrong;
        for (const QJsonValue &one : std::as_const(cases)) {
            if (!passes(schema, one))
                wrong += group + u" / "_s + one["description"_L1].toString();
        }
        if (unsupported().contains(group))
            QVERIFY2(!wrong.isEmpty(), "passes after all: take it off the list of what is not supported");
        else
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    static bool passes(const QJsonValue &schema, const QJsonValue &one)
    {
        try {
            JsonSchemaValidator validator;
            validator.addSchema(u"t"_s, Payload(schema).text().toUtf8());
            return validator.isValid(u"t"_s, Payload(one["data"_L1])) == one["valid"_L1].toBool();
        } catch (const Error &) {
            return false;
        }
    }
};

const QHash<QString, QString> &JsonSchemaSuiteTest::unsupported()
{
    const QString remote = u"needs a schema from another address, and a validator of payloads must not fetch anything"_s;
    const QString ids = u"valijson resolves $ref by JSON Pointer only, not by the $id of a subschema"_s;
    static const QHash<QString, QString> list{
        {u"definitions: valid definition"_s, remote},
        {u"definitions: invalid definition"_s, remote},
        {u"ref: remote ref, containing refs itself"_s, remote},
        {u"ref: Recursive references between schemas"_s, ids},
        {u"refRemote: remote ref"_s, remote},
        {u"refRemote: fragment within remote ref"_s, remote},
        {u"refRemote: ref within remote ref"_s, remote},
        {u"refRemote: base URI change"_s, remote},
        {u"refRemote: base URI change - change folder"_s, remote},
        {u"refRemote: base URI change - change folder in subschema"_s, remote},
        {u"refRemote: root ref in remote ref"_s, remote},
    };
    return list;
}

QTEST_GUILESS_MAIN(JsonSchemaSuiteTest)
#include "tst_jsonschemasuite.moc"
