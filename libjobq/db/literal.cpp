// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/literal.h"

#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace jobq {

namespace {

// Writes into a string that is long enough from the start, and cuts it at the end.
class Writer
{
public:
    explicit Writer(qsizetype mostCharacters)
        : m_text(mostCharacters, Qt::Uninitialized)
        , m_at(reinterpret_cast<char16_t *>(m_text.data()))
    { }

    void put(char16_t character) { *m_at++ = character; }

    void put(const char *text)
    {
        while (*text)
            put(char16_t(*text++));
    }

    /// Doubles quotes, and backslashes where they escape.
    void putForSql(QStringView value, bool standardStrings)
    {
        for (const char16_t c : asCharacters(value)) {
            if (c == u'\'' || (c == u'\\' && !standardStrings))
                put(c);
            put(c);
        }
    }

    void putElement(QStringView value)
    {
        for (const char16_t c : asCharacters(value)) {
            if (c == u'"' || c == u'\\')
                put(u'\\');
            put(c);
        }
    }

    QString take()
    {
        m_text.truncate(m_at - reinterpret_cast<const char16_t *>(m_text.constData()));
        return std::move(m_text);
    }

private:
    static std::u16string_view asCharacters(QStringView value)
    {
        return {value.utf16(), static_cast<size_t>(value.size())};
    }

    QString m_text;
    char16_t *m_at;
};

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
    Writer writer(2 * value.size() + 3);
    writer.put(standardStrings ? "'" : "E'");
    writer.putForSql(value, standardStrings);
    writer.put(u'\'');
    return writer.take();
}

QString arrayLiteral(const QStringList &values)
{
    qsizetype most = 2;
    for (const QString &value : values)
        most += 2 * value.size() + 5;
    Writer writer(most);
    writer.put(u'{');
    bool first = true;
    for (const QString &value : values) {
        if (!first)
            writer.put(u',');
        first = false;
        if (value.isNull()) {
            writer.put("NULL");
            continue;
        }
        writer.put(u'"');
        writer.putElement(value);
        writer.put(u'"');
    }
    writer.put(u'}');
    return writer.take();
}

QString arrayLiteral(const QList<qint64> &values)
{
    return arrayOf(values, values.size() * 10, [](QString &literal, qint64 value) {
        char digits[24];
        const char *end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        literal += QLatin1String(digits, end - digits);
    });
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
