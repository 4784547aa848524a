// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/schemacheck.h"

#include "enqueue/schemapattern.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QUrl>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// A reference token of a JSON Pointer (RFC 6901).
QString token(QString name)
{
    return name.replace(u'~', "~0"_L1).replace(u'/', "~1"_L1);
}

QJsonValue member(const QJsonValue &value, QString name)
{
    name.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
    return value.isArray() ? value.toArray().at(name.toInt()) : value.toObject().value(name);
}

QJsonValue at(const QJsonValue &root, const QString &pointer)
{
    QJsonValue value = root;
    const QStringList names = pointer.split(u'/').sliced(1);
    for (const QString &name : names)
        value = member(value, name);
    return value;
}

QString explainPattern(const QString &pattern, const QString &where)
{
    const QString mistake = SchemaPattern(pattern).mistake();
    return mistake.isEmpty() ? QString() : u"has no valid regular expression at %1: %2"_s.arg(where, mistake);
}

/// The first pattern that is none, below `value`.
QString findBadPattern(const QJsonValue &value, const QString &where)
{
    QString found;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size() && found.isEmpty(); ++i)
            found = findBadPattern(array.at(i), u"%1/%2"_s.arg(where).arg(i));
        return found;
    }
    static const QSet<QString> values{u"const"_s, u"enum"_s, u"default"_s, u"examples"_s}; // no schemas
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end() && found.isEmpty(); ++it) {
        const QString place = where + u'/' + token(it.key());
        if (values.contains(it.key()))
            continue;
        if (it.key() == "pattern"_L1 && it->isString())
            found = explainPattern(it->toString(), place);
        const QStringList patterns = it.key() == "patternProperties"_L1 ? it->toObject().keys() : QStringList();
        for (const QString &pattern : patterns) {
            if (found.isEmpty())
                found = explainPattern(pattern, place);
        }
        if (found.isEmpty())
            found = findBadPattern(it.value(), place);
    }
    return found;
}

/// The schemas, as pointers, that apply to the same value as the one at `pointer`.
QStringList inPlace(const QJsonValue &root, const QString &pointer)
{
    const QJsonObject schema = at(root, pointer).toObject();
    const QString reference = schema.value("$ref"_L1).toString();
    if (reference.startsWith(u'#')) // beside it nothing else counts
        return {QUrl::fromPercentEncoding(reference.mid(1).toUtf8())};
    QStringList found;
    for (const QString &name : {u"allOf"_s, u"anyOf"_s, u"oneOf"_s}) {
        for (qsizetype i = 0; i < schema.value(name).toArray().size(); ++i)
            found += u"%1/%2/%3"_s.arg(pointer, name).arg(i);
    }
    for (const QString &name : {u"not"_s, u"if"_s, u"then"_s, u"else"_s}) {
        if (schema.value(name).isObject())
            found += pointer + u'/' + name;
    }
    const QJsonObject dependencies = schema.value("dependencies"_L1).toObject();
    for (auto it = dependencies.begin(); it != dependencies.end(); ++it) {
        if (it->isObject())
            found += pointer + u"/dependencies/"_s + token(it.key());
    }
    return found;
}

/// Depth first; `open` is the way from the start, `closed` leads into no loop.
bool leadsInCircles(const QJsonValue &root, const QString &pointer, QSet<QString> &open, QSet<QString> &closed)
{
    if (closed.contains(pointer))
        return false;
    if (open.contains(pointer))
        return true;
    open.insert(pointer);
    const QStringList next = inPlace(root, pointer);
    for (const QString &other : next) {
        if (leadsInCircles(root, other, open, closed))
            return true;
    }
    open.remove(pointer);
    closed.insert(pointer);
    return false;
}

/// Every place in the document: more than the schemas among them, which does no harm.
bool findCircle(const QJsonValue &root, const QJsonValue &value, const QString &pointer, QSet<QString> &closed, QString &found)
{
    QSet<QString> open;
    if (value.isObject() && leadsInCircles(root, pointer, open, closed)) {
        found = pointer;
        return true;
    }
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (findCircle(root, array.at(i), u"%1/%2"_s.arg(pointer).arg(i), closed, found))
            return true;
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (findCircle(root, it.value(), pointer + u'/' + token(it.key()), closed, found))
            return true;
    }
    return false;
}

} // namespace

QString explainSchema(const QJsonValue &root)
{
    QString explanation = findBadPattern(root, QString());
    QString circle;
    QSet<QString> closed;
    if (explanation.isEmpty() && findCircle(root, root, QString(), closed, circle))
        explanation = u"refers to itself without end at #%1"_s.arg(circle);
    return explanation;
}

} // namespace jobq
