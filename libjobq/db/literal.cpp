// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/literal.h"

#include <cmath>

namespace jobq {

namespace {

void appendEscaped(QString &target, const QString &value)
{
    qsizetype plainFrom = 0;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value.at(i) != QLatin1Char('"') && value.at(i) != QLatin1Char('\\'))
            continue;
        target.append(QStringView(value).mid(plainFrom, i - plainFrom)).append(QLatin1Char('\\'));
        plainFrom = i;
    }
    target.append(QStringView(value).mid(plainFrom));
}

template<typename List, typename Append>
QString arrayOf(const List &values, qsizetype expectedSize, Append append)
{
    QString literal;
    literal.reserve(expectedSize + 2);
    literal += QLatin1Char('{');
    for (const auto &value : values) {
        if (literal.size() > 1)
            literal += QLatin1Char(',');
        append(literal, value);
    }
    return literal += QLatin1Char('}');
}

} // namespace

QString textLiteral(const QString &value, bool standardStrings)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    QString literal;
    literal.reserve(value.size() + value.size() / 16 + 3);
    const bool escapes = !standardStrings && value.contains(QLatin1Char('\\'));
    literal += escapes ? QLatin1String("E'") : QLatin1String("'");
    const qsizetype start = literal.size();
    literal += value;
    if (escapes)
        literal.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    if (value.contains(QLatin1Char('\'')))
        literal.replace(start, literal.size() - start, literal.mid(start).replace(QLatin1Char('\''), QLatin1String("''")));
    return literal += QLatin1Char('\'');
}

QString arrayLiteral(const QStringList &values)
{
    qsizetype size = 0;
    for (const QString &value : values)
        size += value.size() + value.size() / 8 + 5;
    return arrayOf(values, size, [](QString &literal, const QString &value) {
        if (value.isNull()) {
            literal += QLatin1String("NULL");
            return;
        }
        literal += QLatin1Char('"');
        appendEscaped(literal, value);
        literal += QLatin1Char('"');
    });
}

QString arrayLiteral(const QList<qint64> &values)
{
    return arrayOf(values, values.size() * 10, [](QString &literal, qint64 value) { literal += QString::number(value); });
}

QString arrayLiteral(const QList<double> &values)
{
    return arrayOf(values, values.size() * 18, [](QString &literal, double value) { literal += numberText(value); });
}

QString numberText(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    return QString::number(value, 'g', 17);
}

QStringList fromArrayLiteral(const QString &literal)
{
    QStringList values;
    QString value;
    bool quoted = false;
    bool wasQuoted = false;
    const auto finish = [&] {
        if (!wasQuoted && value.compare(QLatin1String("NULL"), Qt::CaseInsensitive) == 0)
            values.append(QString());
        else
            values.append(value.isNull() ? QStringLiteral("") : value);
        value = QString();
        wasQuoted = false;
    };
    // Between the braces; `[0:1]={…}` has its bounds before them.
    const qsizetype end = literal.lastIndexOf(QLatin1Char('}'));
    const qsizetype begin = literal.indexOf(QLatin1Char('{')) + 1;
    if (begin <= 0 || end <= begin)
        return values;
    for (qsizetype i = begin; i < end; ++i) {
        const QChar c = literal.at(i);
        if (c == QLatin1Char('\\') && i + 1 < end) {
            value += literal.at(++i);
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
            wasQuoted = true;
        } else if (c == QLatin1Char(',') && !quoted) {
            finish();
        } else {
            value += c;
        }
    }
    finish();
    return values;
}

} // namespace jobq
