// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/server.h"

namespace jobq::bench {

class Progress;

/// Copies the history records that are there until there are `records` more, spread over the `days` before theirs:
/// finished and expired that much earlier. Running so many jobs would take most of the benchmark's time.
void multiplyHistory(const Database &database, Progress &progress, qint64 records, int days);

/// Makes the partitions of the past days, as a system has them that runs for so long.
void makePastPartitions(const Database &database, int days);

} // namespace jobq::bench
