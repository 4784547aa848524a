// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "benchmarks/case.h"
#include "worker/worker.h"

namespace jobq::bench {

/// How a worker emptied a queue.
struct Drained {
    qint64 jobs = 0;
    double seconds = 0; ///< From start() until the last outcome was recorded.
    double processorSeconds = 0; ///< Of this process.
    WorkerCounters counters;

    [[nodiscard]] double rate() const { return double(jobs) / seconds; }
};

/// A worker as the command line wants it, on the jobs of benchTask().
[[nodiscard]] WorkerOptions workerOptions(const Context &context);

/// Starts a worker and waits until it has completed `jobs` jobs. Throws std::runtime_error where nothing happens any
/// more before that, or where one failed. No handler given: one that does nothing.
[[nodiscard]] Drained drain(const Context &context, const System &system, qint64 jobs, const WorkerOptions &options,
                            const Handler &handler = {});

/// Fills and drains.
[[nodiscard]] Drained fillAndDrain(const Context &context, const System &system, qint64 jobs, const WorkerOptions &options);

} // namespace jobq::bench
