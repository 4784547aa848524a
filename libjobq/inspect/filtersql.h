// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/historyfilter.h"
#include "inspect/jobfilter.h"

namespace jobq {

class Statement;

namespace inspect {

/// The placeholders of jobq.job_matches(); `:states` apart.
void bindFilter(Statement &statement, const JobFilter &filter);
/// The placeholders of jobq.history_matches(), `:from` and `:to`.
void bindFilter(Statement &statement, const HistoryFilter &filter);

/// `{ready,locked}`
[[nodiscard]] QStringList stateNames(JobStages stages);
[[nodiscard]] JobStage stageOf(const QString &state);
[[nodiscard]] HistoryStatus historyStatusOf(const QString &status);

/// The jsonpath predicate (PostgreSQL docs, 9.16.2) that all matches hold; none for no match at all. Throws Usage
/// for an empty path and for a NUL character.
[[nodiscard]] std::optional<QString> argumentsPath(const QList<ArgumentMatch> &arguments);

/// Whether more than `:states` narrows the jobs down.
[[nodiscard]] bool isNarrow(const JobFilter &filter);

} // namespace inspect

} // namespace jobq
