// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "enqueue/schemapattern.h"

#include <stdexcept>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// What PCRE writes otherwise: `\u0041`, `\u{41}`, and `$`, which for ECMA is the very end and never before a line feed.
QString toPcre(const QString &ecma)
{
    static const QRegularExpression unit(uR"(\\u(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{4})))"_s);
    QString pcre;
    bool inClass = false;
    for (qsizetype i = 0; i < ecma.size(); ++i) {
        const QChar c = ecma.at(i);
        if (c == u'\\') {
            const auto match = unit.match(ecma, i, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
            if (match.hasMatch()) {
                pcre += u"\\x{%1}"_s.arg(match.captured(1) + match.captured(2));
                i = match.capturedEnd() - 1;
            } else {
                pcre += ecma.mid(i, 2);
                ++i;
            }
            continue;
        }
        inClass = c == u'[' || (inClass && c != u']');
        if (c == u'$' && !inClass)
            pcre += "\\z"_L1;
        else
            pcre += c;
    }
    return pcre;
}

} // namespace

SchemaPattern::SchemaPattern(const QString &ecmaPattern)
    : m_expression(toPcre(ecmaPattern))
{
}

QString SchemaPattern::mistake() const
{
    return m_expression.isValid() ? QString() : m_expression.errorString();
}

std::optional<QStringList> SchemaPattern::match(const QString &text) const
{
    const QRegularExpressionMatch match = m_expression.match(text);
    if (match.hasMatch())
        return match.capturedTexts();
    if (!match.isValid())
        throw std::runtime_error("a string is too long for the pattern, or the pattern tries too many ways to match it");
    return std::nullopt;
}

} // namespace jobq
