// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/page.h"
#include "job/historyrecord.h"

#include <QDateTime>
#include <QStringList>

#include <chrono>
#include <optional>

namespace jobq {

/// One table of the schema with its indexes.
struct TableSize {
    QString name;
    Count rows; ///< By the server's statistics.
    qint64 tableBytes = 0;
    qint64 indexBytes = 0;
    qint64 toastBytes = 0;
    qint64 deadRows = 0; ///< That vacuum has not removed yet.
    QDateTime lastVacuum; ///< By hand or by itself; invalid: never seen.
    QDateTime lastAnalyze;
};

/// A scheduled maintenance task and how it last went.
struct MaintenanceTaskInfo {
    QString task;
    std::chrono::milliseconds period{0};
    QDateTime lastStartedAt;
    QDateTime lastFinishedAt;
    std::optional<qint64> lastCount;
    std::optional<QString> lastError;
    std::optional<QString> lastRunBy;
};

/// What holds back vacuum.
struct OldestTransaction {
    std::chrono::milliseconds age{0};
    std::optional<qint64> pid; ///< None for a prepared transaction.
    QString who; ///< `user@database application`, or the name of the prepared transaction.
    QString state; ///< As pg_stat_activity has it: `idle in transaction`, `active`, …
};

/// What maintenance would do now, and what the tables look like.
struct MaintenancePreview {
    Count expiredHistory; ///< What gcJobHistory() would delete.
    QStringList droppablePartitions; ///< Partitions that it would drop as a whole.
    Count emptyQueues; ///< What gcJobQueues() would delete.
    QStringList emptyQueueNames; ///< The first 100 of them.
    Count unusedTasks; ///< What gcTaskIdentifiers() would delete, with its default retention of 7 days.
    QStringList unusedTaskNames; ///< The first 100 of them.
    Count staleLocks; ///< What resetLockedJobs() would unlock, with its default timeout of 4 h.
    QList<TableSize> tables;
    QList<MaintenanceTaskInfo> tasks;
    std::optional<OldestTransaction> oldestTransaction; ///< Of others; none where there is none or it may not be seen.
};

/// How many expired records are of one task in one queue.
struct ExpiredGroup {
    QString taskIdentifier;
    std::optional<QString> queueName;
    qint64 count = 0;
};

/// A record that gcJobHistory() would delete.
struct ExpiredRecord {
    JobId jobId = 0;
    QString taskIdentifier;
    std::optional<QString> queueName;
    HistoryStatus status = HistoryStatus::Completed;
    int attempt = 0;
    QDateTime finishedAt;
    QDateTime expiresAt;
};

/// What gcJobHistory() would delete, as far as the 20,000 records that finished first tell.
struct ExpiredHistory {
    QList<ExpiredGroup> groups; ///< The largest first, 200 at most.
    QList<ExpiredRecord> sample; ///< Those that finished first.
};

/// Where one is connected to, as what, and what one may do there.
struct ServerFacts {
    QDateTime serverTime; ///< The moment it answered: compare with the own clock for skew.
    QString serverVersion; ///< For example `15.13 (Debian 15.13-0+deb12u1)`.
    int serverVersionNumber = 0; ///< For example 150013.
    int schemaVersion = 0; ///< Of jobq's own schema.
    QString database;
    qint64 databaseBytes = 0;
    QString role; ///< The current user.
    bool isSuperuser = false;
    bool isReadOnly = false; ///< This session refuses changes (a setting of the connection, or a standby).
    bool isInRecovery = false; ///< A standby.
    bool mayEnqueue = false; ///< The role's rights, whatever isReadOnly says.
    bool mayOperate = false; ///< May fail, reschedule, unlock and replay jobs.
    bool mayAdminister = false; ///< May change rate limits and the schedule of maintenance.
    QString timeZone; ///< The server's own (for the clock "server"), not this session's.
    QDateTime startedAt;
};

} // namespace jobq
