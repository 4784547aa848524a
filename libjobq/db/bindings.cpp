// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "db/bindings.h"

#include "db/literal.h"

#include <algorithm>

namespace jobq {

Error queryDefect(const CatalogQuery &query, const QString &message)
{
    return Error(Error::Kind::Query, query.name + QLatin1String(": ") + message).withQueryName(query.name);
}

Bindings::Bindings(const CatalogQuery &query)
    : m_query(query)
    , m_values(query.sql.placeholders().size())
    , m_isSet(m_values.size())
{
    std::fill(m_isSet.begin(), m_isSet.end(), false);
}

void Bindings::set(const char *placeholder, const QByteArray &value)
{
    const QLatin1String name(placeholder);
    const QStringList &all = m_query.sql.placeholders();
    const qsizetype index = m_next < all.size() && all.at(m_next) == name ? m_next : m_query.sql.indexOf(name);
    if (index < 0)
        throw queryDefect(m_query, QStringLiteral("it has no placeholder “%1”").arg(name));
    m_next = index + 1;
    m_values[index] = value;
    m_isSet[index] = true;
}

void Bindings::setText(const char *placeholder, const QByteArray &value)
{
    if (value.contains('\0'))
        throw Error(Error::Kind::Usage, QStringLiteral("%1: it holds a NUL character").arg(QLatin1String(placeholder)))
            .withArgument(QLatin1String(placeholder))
            .withQueryName(m_query.name);
    set(placeholder, value);
}

void Bindings::checkComplete() const
{
    const auto missing = std::find(m_isSet.begin(), m_isSet.end(), false);
    if (missing != m_isSet.end())
        throw queryDefect(m_query, QStringLiteral("the placeholder “%1” was not bound")
                                       .arg(m_query.sql.placeholders().at(missing - m_isSet.begin())));
}

QStringList Bindings::literals(bool standardStrings) const
{
    QStringList literals;
    for (const QByteArray &value : m_values)
        literals += textLiteral(value.isNull() ? QString() : QString::fromUtf8(value), standardStrings);
    return literals;
}

} // namespace jobq
