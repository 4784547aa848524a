// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/server.h"

namespace jobq::bench {

class Progress;

/// What several worker processes did that drained one queue together.
struct ProcessesDrained {
    double seconds = 0; ///< From the word “go” until the last process has nothing left.
    double peakMib = 0; ///< Resident memory at its highest, of the process that took most.
};

/// Runs `processes` times the program jobq-bench-worker, which is nothing but a Worker, until all `jobs` are completed.
[[nodiscard]] ProcessesDrained drainInProcesses(const Database &database, Progress &progress, qint64 jobs, int processes,
                                                int concurrency);

} // namespace jobq::bench
