// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "db/jobrow.h"
#include "execution/workerexecution.h"
#include "worker/handlertable.h"
#include "worker/lease.h"

#include <chrono>
#include <memory>
#include <vector>

namespace jobq {

/// A claimed job on its way through the worker: from the claimer to a handler's thread to the finisher.
struct ClaimedExecution {
    Outcome outcome; ///< Holds the job from the beginning; how it ended is filled in later.
    std::shared_ptr<const HandlerEntry> handler; ///< None: nobody handles its task.
    IdentityPointer identity; ///< Under which it was claimed.
    std::chrono::steady_clock::time_point claimedAt;
};
using ExecutionPointer = std::unique_ptr<ClaimedExecution>;
using ExecutionList = std::vector<ExecutionPointer>;

/// An execution in a hash: its job and its claim's token. (The hash of QUuid reads a few of its bits only, and
/// those are the same for all jobs of one claim.)
using ExecutionKey = std::pair<JobId, qint64>;
inline ExecutionKey keyOf(const ClaimedJob &job)
{
    return {job.id, claimTokenOf(job.correlationId)};
}

} // namespace jobq
