// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/export.h"
#include "job/job.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace jobq {

class JobContext;

/// What a handler says about its job. A value; a handler that throws needs none.
class JOBQ_EXPORT Result
{
public:
    /// How the execution ended.
    enum class Kind { Success, PartialSuccess, Failure };

    /// Success: the job leaves the queue.
    Result() = default;
    /// Some steps are done: recorded, and retried; the next execution can read it (Job::lastPartialResults).
    Result(const PartialResults &results); // NOLINT(google-explicit-constructor): `return PartialResults{…};`

    /// The job leaves the queue.
    static Result success() { return {}; }
    /// Success with something to keep: any JSON, stored with the history record.
    static Result success(const Payload &results);
    static Result partialSuccess(const PartialResults &results) { return results; }
    /// Like throwing: recorded as `failed`, and retried by the system's RetryPolicy.
    static Result failure(const QString &message, const QString &detail = {});
    /// A retry would not help: the job is exhausted at once and waits for an operator.
    static Result permanentFailure(const QString &message, const QString &detail = {});

    /// What was said.
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isPermanent() const { return m_permanent; }
    [[nodiscard]] const QString &message() const { return m_message; }
    [[nodiscard]] const QString &detail() const { return m_detail; }
    /// Of a partial success, or the results of a success.
    [[nodiscard]] const std::optional<PartialResults> &partialResults() const { return m_partialResults; }

private:
    Kind m_kind = Kind::Success;
    bool m_permanent = false;
    QString m_message;
    QString m_detail;
    std::optional<PartialResults> m_partialResults;
};

/// Does the work of one job. Called in a thread of the worker, in several at once where the worker's concurrency
/// allows it, so it must be thread-safe. The context lives until the handler returns.
///
/// Whatever it throws costs this job only: the execution is recorded as `failed` with what() as the message.
using Handler = std::function<Result(JobContext &)>;

/// How a worker treats the jobs of one task.
struct HandlerOptions {
    /// How long one execution may take; none: WorkerOptions::timeLimit; zero: as long as it likes.
    std::optional<std::chrono::milliseconds> timeLimit = {};
};

} // namespace jobq
