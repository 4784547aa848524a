// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/place.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace jobq {

using namespace Qt::StringLiterals;

Cursor Cursor::fromString(const QString &text)
{
    Cursor cursor;
    cursor.m_text = text;
    return cursor;
}

namespace inspect {

namespace {

Error outOfRange(const QString &argument, const QString &range)
{
    return Error(Error::Kind::Usage, u"%1: must be %2"_s.arg(argument, range)).withArgument(argument);
}

} // namespace

Error badCursor()
{
    return Error(Error::Kind::Usage, u"request.cursor: it does not belong to this list"_s).withArgument(u"request.cursor"_s);
}

Cursor cursorOf(const Place &place)
{
    const QString side = place.side == Place::Side::Before ? u"<"_s : u">"_s;
    const QJsonArray parts = QJsonArray::fromStringList(QStringList{side, place.segment} + place.key);
    return Cursor::fromString(QString::fromUtf8(QJsonDocument(parts).toJson(QJsonDocument::Compact)));
}

Place placeOf(const Cursor &cursor)
{
    const QJsonArray parts = QJsonDocument::fromJson(cursor.toString().toUtf8()).array();
    QStringList texts;
    for (const QJsonValue &part : parts) {
        if (!part.isString() || part.toString().contains(QChar::Null))
            throw badCursor();
        texts += part.toString();
    }
    if (texts.size() < 3 || (texts.first() != "<"_L1 && texts.first() != ">"_L1))
        throw badCursor();
    return {texts.at(1), texts.mid(2), texts.first() == "<"_L1 ? Place::Side::Before : Place::Side::After};
}

qint64 integerPart(const QStringList &key, qsizetype index)
{
    bool ok = false;
    const qint64 value = key.value(index).toLongLong(&ok);
    if (!ok)
        throw badCursor();
    return value;
}

qint64 idPart(const From &from)
{
    const qint64 id = integerPart(from.key, from.key.size() - 1);
    if (!from.inclusive)
        return id;
    return from.isBackward() ? id + 1 : id - 1;
}

QString timePart(const QStringList &key, qsizetype index)
{
    static const QRegularExpression time(u"^\\d{4,6}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?[+-]\\d\\d(:\\d\\d){0,2}$"_s);
    if (!time.match(key.value(index)).hasMatch())
        throw badCursor();
    return key.at(index);
}

void checkRequest(const PageRequest &request)
{
    if (request.limit < 1 || request.limit > 10'000)
        throw outOfRange(u"request.limit"_s, u"from 1 to 10,000"_s);
    if (request.textLimit < 0 || request.textLimit > 1'048'576)
        throw outOfRange(u"request.textLimit"_s, u"from 0 to 1,048,576"_s);
}

void checkTextLimit(int textLimit)
{
    if (textLimit < 0 || textLimit > 1'048'576)
        throw outOfRange(u"textLimit"_s, u"from 0 to 1,048,576"_s);
}

} // namespace inspect

} // namespace jobq
