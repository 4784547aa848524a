// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/schemacheck.h"

#include "enqueue/schemapattern.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

// valijson goes through a schema by recursion, at some kilobytes a step, and checks a part as often as it is named.
constexpr int DeepestWay = 500;
constexpr qint64 MostChecks = 10'000;

/// A subschema and how it is reached.
struct Part {
    QString pointer;
    bool inPlace = false; ///< It applies to the same value as the schema that it is a part of.
};

/// A reference token of a JSON Pointer (RFC 6901).
QString token(QString name)
{
    return name.replace(u'~', "~0"_L1).replace(u'/', "~1"_L1);
}

QString nameOf(QString token)
{
    return token.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
}

/// Undefined where there is nothing.
QJsonValue at(const QJsonValue &root, const QString &pointer)
{
    QJsonValue value = root;
    const QStringList tokens = pointer.split(u'/').sliced(1);
    for (const QString &token : tokens) {
        if (value.isArray())
            value = value.toArray().at(token.toInt());
        else
            value = value.toObject().value(nameOf(token));
    }
    return value;
}

/// Where a reference leads, if it is one that valijson follows as RFC 6901 says.
std::optional<QString> targetOf(const QString &reference)
{
    static const QRegularExpression plain(u"^#(/(?:[^~/]|~[01])+)*\\z"_s);
    const QString decoded = QUrl::fromPercentEncoding(reference.toUtf8());
    return plain.match(decoded).hasMatch() ? std::optional(decoded.mid(1)) : std::nullopt;
}

/// The way leads through arrays by numbers only, without a leading zero.
bool isThere(const QJsonValue &root, const QString &pointer)
{
    static const QRegularExpression index(u"^(?:0|[1-9][0-9]{0,6})\\z"_s);
    QJsonValue value = root;
    const QStringList tokens = pointer.split(u'/').sliced(1);
    for (const QString &token : tokens) {
        if (value.isArray() && !index.match(token).hasMatch())
            return false;
        value = value.isArray() ? value.toArray().at(token.toInt()) : value.toObject().value(nameOf(token));
    }
    return !value.isUndefined();
}

/// The subschemas of draft 7, by the keywords that hold them.
QList<Part> partsOf(const QJsonObject &schema, const QString &pointer)
{
    static const QList<std::pair<QString, bool>> single{{u"not"_s, true}, {u"if"_s, true}, {u"then"_s, true}, {u"else"_s, true},
                                                        {u"items"_s, false}, {u"additionalItems"_s, false}, {u"contains"_s, false},
                                                        {u"additionalProperties"_s, false}, {u"propertyNames"_s, false}};
    static const QList<std::pair<QString, bool>> lists{{u"allOf"_s, true}, {u"anyOf"_s, true}, {u"oneOf"_s, true}, {u"items"_s, false}};
    static const QList<std::pair<QString, bool>> maps{{u"dependencies"_s, true}, {u"properties"_s, false},
                                                      {u"patternProperties"_s, false}, {u"definitions"_s, false}};
    QList<Part> parts;
    for (const auto &[name, inPlace] : single) {
        if (schema.value(name).isObject())
            parts.append({pointer + u'/' + name, inPlace});
    }
    for (const auto &[name, inPlace] : lists) {
        for (qsizetype i = 0; i < schema.value(name).toArray().size(); ++i)
            parts.append({u"%1/%2/%3"_s.arg(pointer, name).arg(i), inPlace});
    }
    for (const auto &[name, inPlace] : maps) {
        const QJsonObject map = schema.value(name).toObject();
        for (auto it = map.begin(); it != map.end(); ++it) {
            if (it->isObject())
                parts.append({u"%1/%2/%3"_s.arg(pointer, name, token(it.key())), inPlace});
        }
    }
    return parts;
}

/// Goes through a schema as valijson will, once for each place; then through what applies to one value.
class Check
{
public:
    explicit Check(const QJsonValue &root)
        : m_root(root)
    {
    }

    QString explain()
    {
        collect(QString(), 1);
        const QStringList places = m_inPlace.keys();
        for (const QString &place : places)
            count(place, 1);
        return m_mistake;
    }

private:
    void collect(const QString &pointer, int depth)
    {
        if (!m_mistake.isEmpty() || m_inPlace.contains(pointer))
            return;
        if (depth > DeepestWay)
            return fail(u"is nested, or refers on and on, more than %1 deep"_s.arg(DeepestWay), pointer);
        const QJsonObject schema = at(m_root, pointer).toObject();
        checkPatterns(schema, pointer);
        const QList<Part> parts = schema.value("$ref"_L1).isString() ? followed(schema, pointer) : partsOf(schema, pointer);
        QStringList &inPlace = m_inPlace[pointer];
        for (const Part &part : parts) {
            if (part.inPlace)
                inPlace.append(part.pointer);
        }
        for (const Part &part : parts)
            collect(part.pointer, depth + 1);
    }

    /// How many schemas are checked against one value.
    qint64 count(const QString &pointer, int depth)
    {
        const auto known = m_checks.constFind(pointer);
        if (known != m_checks.cend() && *known == Open)
            fail(u"refers to itself without end"_s, pointer);
        else if (depth > DeepestWay)
            fail(u"refers on and on, more than %1 deep"_s.arg(DeepestWay), pointer);
        if (known != m_checks.cend() || !m_mistake.isEmpty())
            return known == m_checks.cend() ? 0 : *known;
        m_checks.insert(pointer, Open);
        qint64 checks = 1;
        const QStringList parts = m_inPlace.value(pointer);
        for (const QString &part : parts)
            checks = std::min(checks + count(part, depth + 1), MostChecks + 1);
        if (checks > MostChecks)
            fail(u"checks its parts more than %L1 times for one value"_s.arg(MostChecks), pointer);
        m_checks.insert(pointer, checks);
        return checks;
    }

    /// Beside a reference nothing else counts.
    QList<Part> followed(const QJsonObject &schema, const QString &pointer)
    {
        const QString reference = schema.value("$ref"_L1).toString();
        const std::optional<QString> target = targetOf(reference);
        if (target && isThere(m_root, *target))
            return {{*target, true}};
        fail(u"refers to \"%1\", which is no place inside it"_s.arg(reference), pointer);
        return {};
    }

    void checkPatterns(const QJsonObject &schema, const QString &pointer)
    {
        QStringList patterns = schema.value("patternProperties"_L1).toObject().keys();
        if (schema.value("pattern"_L1).isString())
            patterns.append(schema.value("pattern"_L1).toString());
        for (const QString &pattern : std::as_const(patterns)) {
            const QString mistake = SchemaPattern(pattern).mistake();
            if (!mistake.isEmpty())
                fail(u"has the pattern \"%1\", which can't be used (%2)"_s.arg(pattern, mistake), pointer);
        }
    }

    void fail(const QString &mistake, const QString &pointer)
    {
        if (m_mistake.isEmpty())
            m_mistake = mistake + u", at #"_s + pointer;
    }

    static constexpr qint64 Open = -1; // on the way to here

    const QJsonValue &m_root;
    QHash<QString, QStringList> m_inPlace; // what applies to the same value, of each place
    QHash<QString, qint64> m_checks;
    QString m_mistake;
};

} // namespace

QString explainSchema(const QJsonValue &root)
{
    return Check(root).explain();
}

} // namespace jobq
