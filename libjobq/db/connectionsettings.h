// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <optional>

namespace jobq {

/// Where the database is and how to talk to it. A value; reentrant.
///
/// Everything that libpq accepts is accepted, and handed to libpq as it is: URIs, keyword strings, several
/// hosts, `target_session_attrs`, service files, TLS settings, `~/.pgpass` (PostgreSQL docs, 34.1.1).
class JOBQ_EXPORT ConnectionSettings
{
public:
    /// libpq's own defaults (PGHOST, PGDATABASE, …).
    ConnectionSettings();

    /// Reads `postgresql://…` or `host=… dbname=…`. Throws a Usage error that says what libpq could not read.
    static ConnectionSettings fromString(const QString &uriOrKeywords);
    /// From `JOBQ_DATABASE_URL`; none where it is unset or empty.
    static std::optional<ConnectionSettings> fromEnvironment();

    /// One keyword of libpq, for example `host`; empty where it is not set.
    [[nodiscard]] QString keyword(const QString &name) const;
    void setKeyword(const QString &name, const QString &value);

    /// For people and logs: host, port, database and user, never a password.
    [[nodiscard]] QString description() const;
    /// All of it, the password included, in libpq's keyword format. Never log this.
    [[nodiscard]] QString connectionString() const;

    /// False where a transaction pooler stands between (PgBouncer): then nothing is prepared on the server.
    bool preparedStatements = true;
    /// `default_transaction_read_only`: the server itself refuses every change.
    bool readOnly = false;
    std::chrono::milliseconds statementTimeout{0}; ///< 0: none.
    std::chrono::milliseconds lockTimeout{std::chrono::seconds(10)}; ///< 0: none.
    std::chrono::seconds connectTimeout{10};
    QString applicationName = QStringLiteral("jobq"); ///< As pg_stat_activity shows it, and the audit.

private:
    QHash<QString, QString> m_keywords;
};

} // namespace jobq
