// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/jobfilter.h"
#include "job/historyrecord.h"

#include <QVariant>

namespace jobq {

/// One question that decides whether a job runs.
enum class CheckKind {
    Finished, ///< Is it still in the queue at all?
    Exhausted, ///< Has it attempts left?
    Locked, ///< Does a worker have it already, and is that worker alive?
    RunAt, ///< Has its time come?
    Queue, ///< Is its named queue free?
    RateLimit, ///< Has its rate limit a token left?
    Workers, ///< Does a live worker take its task?
    Flags, ///< Does one of those accept its flags?
    Slots, ///< Has one of those a free slot?
    Ahead, ///< How many jobs come before it?
};

enum class Verdict {
    Ok, ///< Nothing here stands in its way.
    Delays, ///< It will pass by itself.
    Blocks, ///< It will not run until somebody acts.
    Unknown, ///< The database can't tell.
};

/// What the operator can do about it.
enum class Fix {
    None,
    Wait,
    Reschedule, ///< JobAdmin::rescheduleJobs(): an earlier run-at, a better priority, or more attempts.
    Replay, ///< JobAdmin::replayFailedJobs()
    ForceUnlockWorker, ///< JobAdmin::forceUnlockJobs(); evidence `worker`.
    ForceUnlockQueue, ///< JobAdmin::forceUnlockQueues(); evidence `queue`.
    ShowFront, ///< The job at the front of its queue can't run; evidence `holderJob`.
    RaiseRateLimit, ///< RateLimits::registerRateLimit(); evidence `rateLimit`.
    StartWorker, ///< One that takes the evidence `task` and forbids none of `flags`.
    AddConcurrency, ///< More workers or slots.
    RunMaintenance, ///< Nobody promotes due jobs or frees those of dead workers.
};

/// A fact that a check rests on. Values are texts, numbers, times or lists of texts.
struct Evidence {
    QString name; ///< camelCase: `lockedBy`, `runAt`, `jobsAhead`, …
    QVariant value;

    friend bool operator==(const Evidence &, const Evidence &) = default;
};

/// One question, its answer, what that rests on and what can be done.
struct ExplanationCheck {
    CheckKind kind = CheckKind::Finished;
    Verdict verdict = Verdict::Unknown;
    QString sentence; ///< English, plain, whole: `It is scheduled for 2026-05-01 12:00:00 UTC, in 2 h 5 min.`
    QList<Evidence> evidence;
    Fix fix = Fix::None;
    QString sql; ///< The statement that the evidence was read with.

    /// The value of that name; invalid where there is none.
    [[nodiscard]] JOBQ_EXPORT QVariant value(const QString &name) const;
};

/// Why a job does or does not run, from the first question to the last.
struct Explanation {
    JobId jobId = 0;
    QDateTime serverTime; ///< All evidence is of this moment.
    std::optional<Job> job; ///< None: it is finished, or there never was one.
    QList<ExplanationCheck> checks; ///< In the order of CheckKind; those that do not apply any more are left out.

    /// The first check that blocks, or else the first that delays, or else the first unknown; null where all is well.
    [[nodiscard]] JOBQ_EXPORT const ExplanationCheck *decisive() const;
    [[nodiscard]] JOBQ_EXPORT const ExplanationCheck *check(CheckKind kind) const;
};

} // namespace jobq
