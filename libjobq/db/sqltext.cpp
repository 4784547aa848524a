// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/sqltext.h"

namespace jobq {

namespace {

bool isNameStart(QChar c)
{
    return c.isLetter() || c == QLatin1Char('_');
}

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

class Scanner
{
public:
    explicit Scanner(const QString &source)
        : m_source(source)
    { }

    [[nodiscard]] bool atEnd() const { return m_at >= m_source.size(); }

    /// The length of the comment here, or 0. Block comments nest.
    [[nodiscard]] qsizetype commentLength() const
    {
        if (startsWith("--")) {
            const qsizetype end = m_source.indexOf(QLatin1Char('\n'), m_at);
            return (end < 0 ? m_source.size() : end) - m_at;
        }
        if (!startsWith("/*"))
            return 0;
        int depth = 1;
        qsizetype at = m_at + 2;
        for (; at < m_source.size() && depth > 0; ++at) {
            const QStringView two = QStringView(m_source).mid(at, 2);
            if (two == QLatin1String("/*"))
                ++depth, ++at;
            else if (two == QLatin1String("*/"))
                --depth, ++at;
        }
        return at - m_at;
    }

    /// The length of the quoted string, quoted name or dollar-quoted string here, or 0.
    [[nodiscard]] qsizetype quoteLength() const
    {
        const QChar c = m_source.at(m_at);
        if (c == QLatin1Char('\'') || c == QLatin1Char('"'))
            return closing(c) - m_at;
        if (c != QLatin1Char('$') || followsName())
            return 0;
        qsizetype end = m_at + 1;
        if (end < m_source.size() && isNameStart(m_source.at(end))) {
            while (end < m_source.size() && isNamePart(m_source.at(end)))
                ++end;
        }
        if (end >= m_source.size() || m_source.at(end) != QLatin1Char('$'))
            return 0;
        const QString tag = m_source.mid(m_at, end + 1 - m_at);
        const qsizetype closingTag = m_source.indexOf(tag, end + 1);
        return (closingTag < 0 ? m_source.size() : closingTag + tag.size()) - m_at;
    }

    /// The length of `::` and the like, which is no placeholder, or 0.
    [[nodiscard]] qsizetype colonsLength() const { return startsWith("::") ? 2 : 0; }

    /// The name of the placeholder here, or empty.
    [[nodiscard]] QString placeholder() const
    {
        if (m_source.at(m_at) != QLatin1Char(':') || m_at + 1 >= m_source.size() || !isNameStart(m_source.at(m_at + 1)))
            return {};
        qsizetype end = m_at + 1;
        while (end < m_source.size() && isNamePart(m_source.at(end)))
            ++end;
        return m_source.mid(m_at + 1, end - m_at - 1);
    }

    QStringView take(qsizetype length)
    {
        const QStringView taken = QStringView(m_source).mid(m_at, length);
        m_at += length;
        return taken;
    }

private:
    [[nodiscard]] bool startsWith(const char *text) const
    {
        return QStringView(m_source).mid(m_at).startsWith(QLatin1String(text));
    }

    [[nodiscard]] bool followsName() const { return m_at > 0 && isNamePart(m_source.at(m_at - 1)); }

    [[nodiscard]] qsizetype closing(QChar quote) const
    {
        // E'…' escapes with a backslash; the E must not be the end of a longer name.
        const bool escapes = quote == QLatin1Char('\'') && m_at > 0
            && m_source.at(m_at - 1).toLower() == QLatin1Char('e') && (m_at < 2 || !isNamePart(m_source.at(m_at - 2)));
        qsizetype at = m_at + 1;
        while (at < m_source.size() && m_source.at(at) != quote)
            at += escapes && m_source.at(at) == QLatin1Char('\\') ? 2 : 1;
        return qMin(at + 1, m_source.size());
    }

    const QString &m_source;
    qsizetype m_at = 0;
};

QString trimmedStatement(QString text)
{
    text = text.trimmed();
    while (text.endsWith(QLatin1Char(';')))
        text = text.chopped(1).trimmed();
    return text;
}

QString withoutComments(const QString &source)
{
    QString text;
    text.reserve(source.size());
    for (Scanner scanner(source); !scanner.atEnd();) {
        if (const qsizetype comment = scanner.commentLength()) {
            scanner.take(comment);
            text += QLatin1Char(' ');
        } else {
            text += scanner.take(qMax<qsizetype>(1, scanner.quoteLength()));
        }
    }
    return trimmedStatement(text);
}

} // namespace

SqlText::SqlText(const QString &source)
    : m_text(withoutComments(source))
{
    QString piece;
    for (Scanner scanner(m_text); !scanner.atEnd();) {
        const QString name = scanner.placeholder();
        const qsizetype colons = scanner.colonsLength();
        if (colons > 0 || name.isEmpty()) {
            piece += scanner.take(qMax<qsizetype>(1, qMax(colons, scanner.quoteLength())));
            continue;
        }
        scanner.take(name.size() + 1);
        m_pieces.append(piece);
        piece.clear();
        if (!m_placeholders.contains(name))
            m_placeholders.append(name);
        m_uses.append(m_placeholders.indexOf(name));
    }
    m_pieces.append(piece);
}

qsizetype SqlText::indexOf(QLatin1String placeholder) const
{
    for (qsizetype i = 0; i < m_placeholders.size(); ++i) {
        if (m_placeholders.at(i) == placeholder)
            return i;
    }
    return -1;
}

QString SqlText::numbered() const
{
    QStringList numbers;
    for (qsizetype i = 1; i <= m_placeholders.size(); ++i)
        numbers.append(QLatin1Char('$') + QString::number(i));
    return withLiterals(numbers);
}

QString SqlText::withLiterals(const QStringList &literals) const
{
    qsizetype size = m_text.size();
    for (const QString &literal : literals)
        size += literal.size();
    QString result;
    result.reserve(size);
    for (qsizetype i = 0; i < m_uses.size(); ++i)
        result.append(m_pieces.at(i)).append(literals.at(m_uses.at(i)));
    return result.append(m_pieces.last());
}

} // namespace jobq
