// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/historyfilter.h"
#include "inspect/statistics.h"

namespace jobq {

class Statement;

namespace inspect {

/// From the columns of inspect/find_jobs.
[[nodiscard]] ListedJob readListedJob(const Statement &row);
/// From the columns of inspect/find_history and inspect/find_history_of_job.
[[nodiscard]] ListedRecord readRecord(const Statement &row);

/// Never negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> millisecondsAt(const Statement &row, int column);
[[nodiscard]] std::optional<std::chrono::microseconds> microsecondsAt(const Statement &row, int column);
/// `alive`, `silent`, `dead` or `unknown`.
[[nodiscard]] WorkerHealth healthOf(const QString &name);

} // namespace inspect

} // namespace jobq
