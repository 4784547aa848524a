// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/payload.h"

#include <QJsonDocument>

namespace jobq {

namespace {

// QJsonDocument takes only arrays and objects, so a scalar travels inside an array of one.
QString textOf(const QJsonValue &value)
{
    if (value.isUndefined())
        return QStringLiteral("null");
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.constData() + 1, wrapped.size() - 2);
}

} // namespace

Payload::Payload()
    : m_text(QStringLiteral("null"))
{
}

Payload::Payload(const QJsonValue &value)
    : m_text(textOf(value))
{
}

Payload::Payload(const QJsonObject &object)
    : m_text(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)))
{
}

Payload::Payload(const QJsonArray &array)
    : m_text(QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact)))
{
}

Payload::Payload(std::initializer_list<std::pair<QString, QJsonValue>> members)
{
    QJsonObject object;
    for (const auto &[name, value] : members)
        object.insert(name, value);
    *this = Payload(object);
}

Payload Payload::fromText(const QString &json)
{
    Payload payload;
    payload.m_text = json;
    payload.m_wellFormed = false;
    return payload;
}

QJsonValue Payload::value() const
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + m_text.toUtf8() + ']', &error);
    if (error.error != QJsonParseError::NoError || document.array().size() != 1)
        return QJsonValue(QJsonValue::Undefined);
    return document.array().first();
}

} // namespace jobq
