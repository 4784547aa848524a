// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "inspect/jobfilter.h"
#include "inspect/overview.h"

namespace jobq {

class Connection;

namespace inspect {

/// Exact up to 10,000 jobs of a stage, estimated beyond.
[[nodiscard]] StageCounts countStages(Connection &connection);
/// The planner's estimate.
[[nodiscard]] qint64 estimate(Connection &connection, const JobFilter &filter);

/// For a boolean placeholder that may be NULL.
[[nodiscard]] std::optional<QString> optionalBool(std::optional<bool> value);

} // namespace inspect

} // namespace jobq
