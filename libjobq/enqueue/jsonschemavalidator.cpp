// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/jsonschemavalidator.h"

#include "enqueue/schemacheck.h"
#include "enqueue/schemapattern.h"
#include "job/checks.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <string>

// What valijson finds first where it says std:: (newer versions take the engine as a parameter; Debian 12's does not):
// SchemaPattern in the place of std::regex, whose recursion a string of 30,000 characters drives out of the stack.
namespace valijson::std {

using namespace ::std;

class regex
{
public:
    explicit regex(const ::std::string &pattern)
        : expression(QString::fromStdString(pattern))
    {
    }
    jobq::SchemaPattern expression;
};

class smatch
{
public:
    struct Group {
        QString text;
        [[nodiscard]] ::std::string str() const { return text.toStdString(); }
    };
    [[nodiscard]] Group operator[](qsizetype group) const { return {texts.value(group)}; }
    QStringList texts;
};

inline bool regex_search(const ::std::string &text, const regex &pattern)
{
    return pattern.expression.match(QString::fromStdString(text)).has_value();
}

/// Of the whole text, which valijson's own patterns say themselves with ^ and $.
inline bool regex_match(const ::std::string &text, smatch &found, const regex &pattern)
{
    const auto texts = pattern.expression.match(QString::fromStdString(text));
    found.texts = texts.value_or(QStringList());
    return texts.has_value();
}

inline bool regex_match(const ::std::string &text, const regex &pattern)
{
    return regex_search(text, pattern);
}

} // namespace valijson::std

// Without it valijson ends the process where it meets a mistake.
#define VALIJSON_USE_EXCEPTIONS 1
// Its adapter takes only 32 bits for an integer; Qt's JSON holds 64.
#define toInt toInteger
#include <valijson/adapters/qtjson_adapter.hpp>
#undef toInt
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostReasons = 10;

Error schemaError(const QString &task, const QString &what)
{
    return Error(Error::Kind::Validation, u"schema: that of the task \"%1\" %2"_s.arg(task, what)).withArgument(u"schema"_s);
}

/// `<root>[to]` of valijson as a JSON Pointer (RFC 6901): `/to`.
QString pointerTo(const valijson::ValidationResults::Error &error)
{
    QString pointer;
    for (const std::string &step : error.context) {
        QString name = QString::fromStdString(step);
        if (name.startsWith(u'[') && name.endsWith(u']'))
            name = name.sliced(1, name.size() - 2);
        if (name != "<root>"_L1)
            pointer += u'/' + name;
    }
    return pointer.isEmpty() ? u"the payload"_s : pointer;
}

QString words(const valijson::ValidationResults &results)
{
    QStringList reasons;
    for (const auto &error : results) {
        // "Failed to validate against schema associated with …" only repeats what the next reason says exactly.
        if (!QLatin1String(error.description.c_str()).startsWith("Failed to validate"_L1))
            reasons += pointerTo(error) + u": "_s + QString::fromStdString(error.description);
    }
    reasons.removeDuplicates();
    if (reasons.isEmpty())
        return u"does not match the task's schema"_s;
    if (reasons.size() > MostReasons)
        reasons = reasons.first(MostReasons) + QStringList(u"and more"_s);
    return u"does not match the task's schema: "_s + reasons.join(u"; "_s);
}

} // namespace

JsonSchemaValidator::JsonSchemaValidator(UnknownTasks unknownTasks)
    : m_unknownTasks(unknownTasks)
{
}

JsonSchemaValidator::~JsonSchemaValidator() = default;

void JsonSchemaValidator::addSchema(const QString &taskIdentifier, const QByteArray &schemaJson)
{
    checkName(u"taskIdentifier"_s, taskIdentifier);
    QJsonParseError parseError;
    // A schema may be `true` or `false`, which is no document for Qt: it travels in an array.
    const QJsonDocument document = QJsonDocument::fromJson('[' + schemaJson + ']', &parseError);
    if (parseError.error != QJsonParseError::NoError || document.array().size() != 1)
        throw schemaError(taskIdentifier, u"is not JSON: %1"_s.arg(parseError.errorString()));
    const QJsonValue root = document.array().first();
    if (!root.isObject() && !root.isBool())
        throw schemaError(taskIdentifier, u"is neither an object nor a boolean"_s);
    if (const QString explanation = explainSchema(root); !explanation.isEmpty())
        throw schemaError(taskIdentifier, explanation);
    auto schema = std::make_shared<valijson::Schema>();
    try {
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::QtJsonAdapter(root), *schema);
    } catch (const std::exception &exception) {
        throw schemaError(taskIdentifier, u"can't be used: %1"_s.arg(QString::fromUtf8(exception.what())));
    }
    m_schemas.insert(taskIdentifier, schema);
}

void JsonSchemaValidator::addSchemaFile(const QString &taskIdentifier, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(Error::Kind::NotFound, u"path: can't read %1: %2"_s.arg(path, file.errorString())).withArgument(u"path"_s);
    addSchema(taskIdentifier, file.readAll());
}

int JsonSchemaValidator::addSchemaFolder(const QString &folder)
{
    const QDir dir(folder);
    if (!dir.exists())
        throw Error(Error::Kind::NotFound, u"folder: %1 does not exist"_s.arg(folder)).withArgument(u"folder"_s);
    const QFileInfoList files = dir.entryInfoList({u"*.json"_s}, QDir::Files | QDir::Readable, QDir::Name);
    for (const QFileInfo &file : files)
        addSchemaFile(file.completeBaseName(), file.filePath());
    return int(files.size());
}

QString JsonSchemaValidator::explain(const QString &taskIdentifier, const Payload &payload) const
{
    const auto schema = m_schemas.constFind(taskIdentifier);
    if (schema == m_schemas.cend())
        return m_unknownTasks == UnknownTasks::Accept ? QString() : u"no schema is known for the task \"%1\""_s.arg(taskIdentifier);
    valijson::ValidationResults results;
    try {
        const QJsonValue value = payload.value();
        if (valijson::Validator().validate(**schema, valijson::adapters::QtJsonAdapter(value), &results))
            return {};
    } catch (const std::exception &exception) {
        return u"could not be checked against the task's schema: %1"_s.arg(QString::fromUtf8(exception.what()));
    }
    return words(results);
}

} // namespace jobq
