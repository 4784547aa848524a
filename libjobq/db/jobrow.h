// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

// Private to libjobq.

#include "job/claimedjob.h"

namespace jobq {

class Statement;

/// Reads a Job from the columns that every query which returns whole jobs selects, in this order:
/// id, task_identifier, payload, queue_name, priority, run_at, attempts, max_attempts, last_error, created_at,
/// updated_at, job_key, flags, rate_limit_key, locked_at, locked_by, revision, state, partial_results, partial_results
/// -> 'results'.
void readJob(const Statement &row, Job &job);

/// `{"completedSteps": …}` as the column partial_results holds it, and back.
[[nodiscard]] QString partialResultsToJson(const PartialResults &partial);
/// `results` is the exact text of the member of that name.
[[nodiscard]] PartialResults partialResultsFromJson(const QString &json, const QString &results);

/// The correlation id of an execution: an UUID of version 8 (RFC 9562, 5.8) made of the claim's token and the job's
/// id, as jobq.correlation_id() makes it.
[[nodiscard]] QUuid correlationId(qint64 claimToken, JobId id);
[[nodiscard]] qint64 claimTokenOf(const QUuid &correlationId);

} // namespace jobq
