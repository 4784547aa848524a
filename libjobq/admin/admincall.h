// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "admin/operation.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/system.h"
#include "db/transaction.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace jobq {

/// What SQL calls the reasons; throws a Query error for a word that it does not know.
[[nodiscard]] SkipReason skipReasonOf(const QString &word);

/// The jobs of a call as the SQL functions take them.
struct JobArguments {
    explicit JobArguments(const QList<JobId> &jobIds);
    explicit JobArguments(const FrozenJobs &frozen);

    QList<JobId> ids;
    std::optional<QList<qint64>> revisions;
};

/// Throws a Usage error where a text is longer than `most` characters or holds a NUL.
void checkText(const QString &argument, const QString &text, qsizetype most);
void checkContext(const OperationContext &context);
/// Names of a filter: each must be one.
void checkNames(const QString &argument, const std::optional<QStringList> &names);
/// Throws a Usage error unless it lies between 0 and 1,000 years.
void checkDuration(const QString &argument, std::chrono::milliseconds duration);
/// Between the years 1970 and 9999.
void checkTime(const QString &argument, const QDateTime &time);

/// Binds `:actor`, `:reason` and `:action_group`.
Statement &bindContext(Statement &statement, const OperationContext &context);

/// Runs a statement with the columns operation_id, job_id, skip and, of a replay, new_id.
OperationReport readReport(Statement &statement, bool isReplay = false);

/// Runs a statement with the columns id, revision, skip, task_identifier and queue_name, and reads the sample.
OperationPreview readPreview(Connection &connection, Statement &statement, bool ofFailures = false);

/// `'{1,2}'` for SQL that people read.
[[nodiscard]] QString idsLiteral(const OperationPreview &preview);
[[nodiscard]] QString revisionsLiteral(const OperationPreview &preview);
/// `'…'`, or NULL for a null one.
[[nodiscard]] QString sqlLiteral(const QString &text);

/// Runs `work(connection)` on this thread's connection, again where it was Busy.
template<typename Work>
auto onConnection(const System &system, Work &&work)
{
    return replayWhenBusy([&] { return work(system.pool().connection()); });
}

} // namespace jobq
