// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/sqlcatalog.h"
#include "job/error.h"

#include <QByteArray>
#include <QList>
#include <QVarLengthArray>

namespace jobq {

/// The values of a statement's placeholders, as the server reads them.
class Bindings
{
public:
    explicit Bindings(const CatalogQuery &query);

    /// A null value is NULL. Throws a Query error for an unknown placeholder.
    void set(const char *placeholder, const QByteArray &value);
    /// The same for what may hold a NUL character: that is a Usage error.
    void setText(const char *placeholder, const QByteArray &value);
    /// Throws a Query error where a placeholder has no value.
    void checkComplete() const;

    /// In the order of the placeholders.
    [[nodiscard]] const QList<QByteArray> &values() const { return m_values; }
    /// As SQL; numbers are quoted too: `-5::bigint` would negate after the cast.
    [[nodiscard]] QStringList literals(bool standardStrings) const;

private:
    const CatalogQuery &m_query;
    QList<QByteArray> m_values;
    QVarLengthArray<bool, 16> m_isSet;
    qsizetype m_next = 0; ///< What is most likely set next: callers keep to the order.
};

/// A query of ours that does not fit the code around it.
[[nodiscard]] Error queryDefect(const CatalogQuery &query, const QString &message);

} // namespace jobq
