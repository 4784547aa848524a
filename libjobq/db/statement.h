// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/literal.h"
#include "job/job.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace jobq {

class Connection;
struct CatalogQuery;

/// One run of one statement of the catalogue: bind every placeholder by name, exec, read rows by column index.
///
/// Binds a closed set of types only. bind() throws a Query error for an unknown placeholder and a Usage error for a
/// text with a NUL character (PostgreSQL has none); exec() a Query error for a forgotten one. A bound value stays
/// bound, so a Statement may be run again. Rows are there as a whole after exec(), so that no error comes after it
/// and several statements of one connection may be read in turns.
///
/// A connection lost during a statement outside of a transaction is OutcomeUnknown, unless the statement is
/// repeatable (see CatalogQuery): then it is Connection, as it is in a transaction.
class Statement
{
public:
    /// `name` is the path below sql/queries without `.sql`: `enqueue/add_jobs`.
    Statement(Connection &connection, const QString &name);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(const char *placeholder, const QString &value); ///< A null QString is NULL.
    Statement &bind(const char *placeholder, const std::optional<QString> &value);
    Statement &bind(const char *placeholder, int value);
    Statement &bind(const char *placeholder, qint64 value);
    Statement &bind(const char *placeholder, std::optional<qint64> value);
    Statement &bind(const char *placeholder, std::optional<int> value);
    Statement &bind(const char *placeholder, double value);
    Statement &bind(const char *placeholder, bool value);
    /// ISO 8601 in UTC with milliseconds; an invalid one is NULL.
    Statement &bind(const char *placeholder, const QDateTime &value);
    Statement &bind(const char *placeholder, std::chrono::milliseconds value); ///< As a number of milliseconds.
    /// As an array literal `{…}` (elements quoted); cast it in the SQL. A null element is NULL.
    Statement &bind(const char *placeholder, const QStringList &value);
    Statement &bind(const char *placeholder, const std::optional<QStringList> &value);
    Statement &bind(const char *placeholder, const QList<qint64> &value);
    Statement &bind(const char *placeholder, const std::optional<QList<qint64>> &value);
    Statement &bind(const char *placeholder, const QList<double> &value);

    /// Runs it. Throws jobq::Error with the kind that the SQLSTATE means.
    Statement &exec();
    /// exec() for a statement that gives exactly one row, and steps on it.
    Statement &execOne();

    /// Steps to the next row; false after the last.
    bool next();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] std::optional<QString> optionalText(int column) const;
    [[nodiscard]] qint64 int64(int column) const;
    [[nodiscard]] std::optional<qint64> optionalInt64(int column) const;
    [[nodiscard]] int int32(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] bool boolean(int column) const;
    /// The column holds seconds since the epoch (`date_part('epoch', t)`): exact to the microsecond and far
    /// quicker to read than a textual timestamp. NULL gives an invalid QDateTime; else UTC.
    [[nodiscard]] QDateTime dateTime(int column) const;
    /// A text array (`{…}` as the server prints it), or empty where NULL.
    [[nodiscard]] QStringList textList(int column) const;
    [[nodiscard]] Payload json(int column) const;
    /// Rows changed, for statements that return none.
    [[nodiscard]] int affectedRows() const;

private:
    Statement(Connection &connection, const CatalogQuery &query);
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobq
