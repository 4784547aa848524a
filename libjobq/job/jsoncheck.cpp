// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "job/jsoncheck.h"

#include "job/jsonnumbers.h"

#include <QJsonDocument>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype EscapeLength = 6; // \u1234

// A backslash that is itself escaped begins no escape.
bool isEscape(const QString &json, qsizetype at)
{
    qsizetype before = at;
    while (before > 0 && json.at(before - 1) == u'\\')
        --before;
    return (at - before) % 2 == 0;
}

// jsonb has no place for U+0000 (PostgreSQL docs, 8.14), in whatever form it is written.
qsizetype findNul(const QString &json)
{
    if (const qsizetype raw = json.indexOf(QChar(u'\0')); raw >= 0)
        return raw;
    for (qsizetype at = json.indexOf("\\u0000"_L1); at >= 0; at = json.indexOf("\\u0000"_L1, at + 1)) {
        if (isEscape(json, at))
            return at;
    }
    return -1;
}

// Half a character (RFC 8259, 8.2), which Qt's parser lets pass: the server would refuse it, or put another in its place.
bool hasLoneSurrogate(const QString &json)
{
    if (!json.isValidUtf16())
        return true;
    bool wantsLow = false;
    qsizetype lowAt = 0;
    for (qsizetype at = json.indexOf("\\u"_L1); at >= 0; at = json.indexOf("\\u"_L1, at + 1)) {
        if (!isEscape(json, at))
            continue;
        const char16_t unit = QStringView(json).mid(at + 2, 4).toUShort(nullptr, 16);
        const bool isLow = QChar::isLowSurrogate(unit);
        if (isLow != (wantsLow && at == lowAt) || (wantsLow && !isLow))
            return true;
        wantsLow = QChar::isHighSurrogate(unit);
        lowAt = at + EscapeLength;
    }
    return wantsLow;
}

QString explainSyntax(const QString &json)
{
    // A document must be an array or an object for Qt; a scalar payload travels in an array.
    QJsonParseError error;
    const QByteArray wrapped = '[' + json.toUtf8() + ']';
    const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto at = qBound(qsizetype(0), qsizetype(error.offset) - 1, wrapped.size() - 2);
        return u"is not valid JSON at byte %1: %2"_s.arg(at + 1).arg(error.errorString());
    }
    if (document.array().size() != 1)
        return u"is not valid JSON: exactly one value is expected"_s;
    return {};
}

} // namespace

QString explainJson(const Payload &payload)
{
    if (const qsizetype at = findNul(payload.text()); at >= 0)
        return u"contains a NUL character (\\u0000) at position %1, which PostgreSQL can't store"_s.arg(at + 1);
    if (hasLoneSurrogate(payload.text()))
        return u"contains half a character (a lone surrogate), which PostgreSQL can't store"_s;
    const QString mistake = payload.isWellFormed() ? QString() : explainSyntax(payload.text());
    if (mistake.isEmpty() && !readNumbers(payload.text()).areStorable)
        return u"contains a number with more digits than PostgreSQL can store"_s;
    return mistake;
}

bool isLargerThan(const Payload &payload, qsizetype maxBytes)
{
    const QString &text = payload.text();
    const qsizetype extra = readNumbers(text).extraDigits;
    // A UTF-16 unit takes at most three bytes of UTF-8: mostly the length alone tells.
    return text.size() + extra > maxBytes || (text.size() * 3 + extra > maxBytes && text.toUtf8().size() + extra > maxBytes);
}

} // namespace jobq
