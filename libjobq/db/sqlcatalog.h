// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/sqltext.h"

#include <QString>
#include <QStringList>

namespace jobq {

/// One statement of sql/queries.
struct CatalogQuery
{
    QString name;
    SqlText sql;
    /// Running it twice does no harm, so a lost answer is a plain Connection error instead of OutcomeUnknown:
    /// everything below `inspect/`, and what carries the comment `-- repeatable`.
    bool repeatable = false;
};

/// The statements of sql/queries and sql/migrations, compiled into the library.
class SqlCatalog
{
public:
    /// Comments stripped (the placeholder scanner of QtSql knows none), trimmed, without a final semicolon.
    /// Throws a Query error for an unknown name. Thread-safe.
    static QString query(const QString &name);
    /// The placeholders of a query, in order, each once: `:queue` → `queue`.
    static QStringList placeholders(const QString &name);
    static QStringList queryNames();
    /// The same with all that running it needs. The reference stays valid. Throws like query().
    static const CatalogQuery &find(const QString &name);
    /// As written, comments included: `0001_….sql`.
    static QString migration(const QString &fileName);
    static QStringList migrationNames();
};

} // namespace jobq
