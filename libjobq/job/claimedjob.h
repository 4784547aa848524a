// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/job.h"

#include <QUuid>

namespace jobq {

/// A job that WorkerExecution::getJobs() has locked for one worker.
///
/// Pass the whole value on to the call that finishes it: the correlation id ties this execution to its
/// history record and guards the finish. Callers never look inside it.
struct ClaimedJob : Job {
    QUuid correlationId;
};

} // namespace jobq
