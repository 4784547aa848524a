// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/schemapattern.h"

#include <stdexcept>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

// White space and line ends by ECMA 262, 12.2 and 12.3, for the inside of a class.
const QString Spaces = u"\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"_s;
const QString LineEnds = u"\\n\\r\\x{2028}\\x{2029}"_s;

/// Writes a pattern of ECMA 262 anew where PCRE would read it otherwise.
class Translation
{
public:
    explicit Translation(const QString &ecma)
        : m_ecma(ecma)
    {
        while (m_at < m_ecma.size() && m_mistake.isEmpty())
            step();
    }

    QString pcre() const { return m_pcre; }
    QString mistake() const { return m_mistake; }

private:
    [[nodiscard]] bool isAt(QLatin1StringView text) const { return QStringView(m_ecma).sliced(m_at).startsWith(text); }

    void put(qsizetype length, const QString &pcre)
    {
        m_at += length;
        m_pcre += pcre;
    }

    void step()
    {
        const QChar c = m_ecma.at(m_at);
        if (c == u'\\')
            putEscape();
        else if (m_inClass)
            putInClass(c);
        else if (isAt("[^]"_L1))
            put(3, u"[\\x{0}-\\x{10ffff}]"_s);
        else if (isAt("[]"_L1))
            put(2, u"(?!)"_s);
        else if (isAt("(*"_L1))
            m_mistake = u"nothing to repeat"_s; // where PCRE has its verbs
        else
            putOutside(c);
    }

    void putInClass(QChar c)
    {
        m_inClass = c != u']';
        put(1, c == u'[' ? u"\\["_s : QString(c));
    }

    void putOutside(QChar c)
    {
        m_inClass = c == u'[';
        if (isAt("[^"_L1))
            put(2, u"[^"_s);
        else if (c == u'.')
            put(1, u"[^%1]"_s.arg(LineEnds));
        else if (c == u'$') // for ECMA the very end, and never before a line feed
            put(1, u"\\z"_s);
        else
            put(1, c);
    }

    void putEscape()
    {
        if (putCharacter())
            return;
        const QString escape = m_ecma.mid(m_at, 2);
        const char16_t letter = escape.size() == 2 ? escape.at(1).unicode() : u'\0';
        if (letter == u's')
            put(2, m_inClass ? Spaces : u"[%1]"_s.arg(Spaces));
        else if (letter == u'S' && !m_inClass)
            put(2, u"[^%1]"_s.arg(Spaces));
        else if (letter == u'v')
            put(2, u"\\x0b"_s);
        else if (QChar::isLetter(letter) && !QStringView(u"bBcdDfknpPrStwWx").contains(QChar(letter)))
            m_mistake = u"unknown escape \\%1"_s.arg(QChar(letter));
        else
            put(2, escape);
    }

    /// `\u0041`, `\u{41}`, and two that make one character.
    bool putCharacter()
    {
        static const QRegularExpression unit(u"\\\\u(?:\\{([0-9A-Fa-f]{1,6})\\}|([0-9A-Fa-f]{4}))"_s);
        const auto next = [this](qsizetype at) {
            return unit.match(m_ecma, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        };
        const auto match = next(m_at);
        if (!match.hasMatch())
            return false;
        char32_t character = (match.captured(1) + match.captured(2)).toUInt(nullptr, 16);
        qsizetype length = match.capturedLength();
        if (QChar::isHighSurrogate(character)) {
            const auto low = next(match.capturedEnd());
            const char32_t second = low.captured(2).toUInt(nullptr, 16);
            if (low.hasMatch() && QChar::isLowSurrogate(second)) {
                character = QChar::surrogateToUcs4(char16_t(character), char16_t(second));
                length += low.capturedLength();
            }
        }
        put(length, u"\\x{%1}"_s.arg(uint(character), 0, 16));
        return true;
    }

    const QString &m_ecma;
    qsizetype m_at = 0;
    bool m_inClass = false;
    QString m_pcre;
    QString m_mistake;
};

} // namespace

SchemaPattern::SchemaPattern(const QString &ecmaPattern)
{
    const Translation translation(ecmaPattern);
    m_mistake = translation.mistake();
    m_expression.setPattern(translation.pcre());
    if (m_mistake.isEmpty() && !m_expression.isValid())
        m_mistake = m_expression.errorString();
}

std::optional<QStringList> SchemaPattern::match(const QString &text) const
{
    if (!m_mistake.isEmpty())
        throw std::runtime_error("a pattern can't be used: " + m_mistake.toStdString());
    const QRegularExpressionMatch match = m_expression.match(text);
    if (match.hasMatch())
        return match.capturedTexts();
    if (!match.isValid())
        throw std::runtime_error("a string is too long for the pattern, or the pattern tries too many ways to match it");
    return std::nullopt;
}

} // namespace jobq
