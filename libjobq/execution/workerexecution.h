// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/system.h"
#include "job/claimedjob.h"
#include "job/export.h"

#include <QList>

#include <chrono>
#include <exception>

namespace jobq {

/// Which jobs to claim, and how many.
struct ClaimOptions {
    std::optional<QStringList> taskIdentifiers = {}; ///< None: any task.
    QStringList forbiddenFlags = {}; ///< Skips jobs that carry any of them.
    int batchSize = 1; ///< 1 to 10,000.
    /// Any PostgreSQL interval from 0 to 1000 years; a month counts 30 days, a year 365.25. Where an earlier execution of the
    /// job is kept for longer, so is this one.
    QString historyRetention = QStringLiteral("30 days");
};

/// A job that failed, and why.
struct JOBQ_EXPORT FailedJob {
    FailedJob(const ClaimedJob &failed, const QString &errorMessage, const QString &errorDetail = {});
    /// The message is what(); the detail the exception's type and whatever is nested in it.
    FailedJob(const ClaimedJob &failed, const std::exception &exception);

    ClaimedJob job;
    QString message;
    QString detail;
    /// True: a retry would not help; the job is exhausted at once.
    bool permanent = false;
};

/// How one execution ended, for finishJobs().
struct Outcome {
    /// How it ended.
    enum class Kind { Completed, Failed, PartialSuccess };

    ClaimedJob job = {};
    Kind kind = Kind::Completed;
    std::chrono::microseconds executionTime{0};
    QString errorMessage = {}; ///< Failed only.
    QString errorDetail = {}; ///< Failed only.
    bool permanent = false; ///< Failed only.
    PartialResults partialResults = {}; ///< PartialSuccess; of Completed only its `results` are recorded.
};

/// What a finishing call did, execution by execution.
struct FinishReport {
    /// What became of one execution.
    enum class Result {
        Completed, ///< Removed from the queue.
        RetryScheduled, ///< Waits for its next attempt.
        Exhausted, ///< Out of attempts; stays visible.
        Lost, ///< This execution no longer held the lock: nothing of the job changed.
    };

    QList<Result> results; ///< In the order of the jobs given.
    /// How many executions ended so.
    [[nodiscard]] qsizetype count(Result result) const { return results.count(result); }
    /// True where every execution still held its lock.
    [[nodiscard]] bool isComplete() const { return count(Result::Lost) == 0; }
};

/// Claims jobs and finishes them. Cheap to construct; may be used from any thread; each call blocks its caller.
///
/// Finishing counts only while the execution still holds its lock (job, worker and correlation id): else it is
/// reported as Lost and nothing changes. Finishing twice is harmless. History and job change commit together.
/// Errors: Usage names the argument (`workerId`, `options.batchSize`, `options.historyRetention`, …).
class JOBQ_EXPORT WorkerExecution
{
public:
    explicit WorkerExecution(const System &system);

    /// Locks available jobs for `workerId`, in order of priority, run-at, id; fewer or none where there are no more.
    /// Of a named queue never more than one, and none while another of it runs.
    QList<ClaimedJob> getJobs(const QString &workerId, const ClaimOptions &options = {}) const;

    /// Removes the jobs from the queue and records `completed`. `executionTime` is that of each.
    FinishReport completeJobs(const QString &workerId, const QList<ClaimedJob> &jobs,
                              std::chrono::microseconds executionTime) const;
    /// Records `failed` and schedules the retry by the system's RetryPolicy; at its max attempts a job is exhausted.
    FinishReport failJobs(const QString &workerId, const QList<FailedJob> &jobs,
                          std::chrono::microseconds executionTime) const;
    /// Records `partial_success` and schedules the retry, which can read the results (Job::lastPartialResults).
    FinishReport reportPartialSuccess(const QString &workerId, const ClaimedJob &job, const PartialResults &partialResults,
                                      std::chrono::microseconds executionTime) const;
    /// All of the above in one statement and one round trip.
    FinishReport finishJobs(const QString &workerId, const QList<Outcome> &outcomes) const;
    /// Gives back jobs that never began: available again, their attempt refunded, without a history record.
    /// Returns how many this worker still held.
    qsizetype returnJobs(const QString &workerId, const QList<ClaimedJob> &jobs) const;

private:
    System m_system;
};

} // namespace jobq
