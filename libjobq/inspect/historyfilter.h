// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/jobfilter.h"
#include "job/historyrecord.h"

namespace jobq {

/// Which finished executions. Everything that is set must hold.
struct HistoryFilter {
    std::optional<QDateTime> from = {}; ///< Finished at or after this.
    std::optional<QDateTime> to = {}; ///< Finished before this.
    std::optional<QString> taskIdentifier = {};
    std::optional<QString> queueName = {}; ///< Empty: of no named queue.
    QList<HistoryStatus> statuses = {}; ///< Empty: any. `Started` is a Usage error: what runs is in lockedJobs().
    std::optional<QString> workerId = {};
    std::optional<JobId> jobId = {};
    QList<ArgumentMatch> arguments = {};
    std::optional<QString> errorText = {}; ///< The error message contains it, upper or lower case alike.
    std::optional<QString> errorFingerprint = {}; ///< See FailureGroup.

    friend bool operator==(const HistoryFilter &, const HistoryFilter &) = default;
};

enum class HistoryOrder {
    NewestFirst, ///< By the time they finished.
    OldestFirst,
};

/// A history record as lists show it.
struct ListedRecord : HistoryRecord {
    qint64 payloadBytes = 0; ///< Of the whole payload's text.
    bool payloadCapped = false; ///< `payload` is cut and no longer valid JSON: read historyRecord() for all of it.
    bool errorCapped = false; ///< The error's message or detail is cut.

    friend bool operator==(const ListedRecord &, const ListedRecord &) = default;
};

using HistoryPage = Page<ListedRecord>;

/// Errors of one kind: messages that differ only in numbers, UUIDs, hexadecimal and quoted text.
struct FailureGroup {
    QString fingerprint; ///< Stable: for filters and saved views.
    QString pattern; ///< The message with `#` for numbers and ids, and `"…"` for what is quoted.
    QString sample; ///< The latest message, cut to 1,000 characters.
    qint64 count = 0;
    QDateTime firstSeen;
    QDateTime lastSeen;
    QStringList tasks; ///< Sorted.
    JobId lastJobId = 0;
    QList<qint64> trend; ///< Failures in each of 20 equal parts of the range.
};

/// The failures of a time range, the most frequent kind first.
struct FailureGroups {
    QList<FailureGroup> groups; ///< 500 at most.
    QDateTime from; ///< What was looked at: where `complete` is false, less than was asked for (the latest of it).
    QDateTime to;
    bool complete = true;
};

} // namespace jobq
