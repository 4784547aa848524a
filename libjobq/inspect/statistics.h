// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "inspect/jobfilter.h"
#include "job/ratelimit.h"

namespace jobq {

/// One named queue, or the unnamed one.
struct QueueInfo {
    QString name; ///< Empty: all jobs of no named queue together, in one row at the very beginning.
    Count ready; ///< Ready and waiting.
    Count scheduled;
    Count locked;
    Count exhausted;
    std::optional<std::chrono::milliseconds> oldestAge; ///< How long its oldest ready or waiting job is due.
    bool oldestAgeExact = true; ///< False: at least that long.
    std::optional<JobId> lockHolderJob; ///< The running job that holds a named queue.
    std::optional<QString> lockHolderWorker;
    std::optional<std::chrono::milliseconds> lockedFor;
    QDateTime createdAt; ///< Invalid for the unnamed one.

    friend bool operator==(const QueueInfo &, const QueueInfo &) = default;
};

using QueuePage = Page<QueueInfo>;

/// Which queues.
struct QueueFilter {
    QString nameContains = {}; ///< Upper or lower case alike; empty: any.
    std::optional<bool> isLocked = {}; ///< A job of it is (not) running.
    std::optional<bool> isEmpty = {}; ///< It has no job at all (as far as was counted).

    friend bool operator==(const QueueFilter &, const QueueFilter &) = default;
};

enum class WorkerHealth {
    Alive, ///< Its heartbeat is younger than its lease.
    Silent, ///< Its lease has run out; its jobs will be freed.
    Dead, ///< Declared dead, its jobs freed.
    Unknown, ///< Never registered: a program that calls WorkerExecution itself sends no heartbeat.
};

/// A worker that is registered, or one that only holds locks.
struct WorkerInfo {
    QString id;
    bool registered = false; ///< False: only `id`, `runningJobs`, `oldestLock` and the rate are known.
    QString host;
    qint64 pid = 0;
    std::optional<QStringList> taskIdentifiers; ///< None: takes any task.
    QStringList forbiddenFlags; ///< Never takes a job that carries any.
    int concurrency = 0;
    QString version;
    QDateTime startedAt;
    QDateTime heartbeatAt;
    std::chrono::milliseconds lease{0};
    QDateTime declaredDeadAt; ///< Invalid where it was not.
    bool stopping = false;
    WorkerHealth health = WorkerHealth::Unknown;
    std::chrono::milliseconds sinceHeartbeat{0}; ///< By the server's clock.
    Count runningJobs; ///< Locked by it: running, or claimed ahead.
    std::optional<std::chrono::milliseconds> oldestLock; ///< How long it holds its oldest lock.
    Count finishedLastMinute;
};

/// Which workers.
struct WorkerFilter {
    std::optional<bool> isAlive = {}; ///< False: Silent, Dead or Unknown.

    friend bool operator==(const WorkerFilter &, const WorkerFilter &) = default;
};

using WorkerPage = Page<WorkerInfo>;

/// A running job with what tells whether it still lives.
struct LockedJob {
    ListedJob job;
    std::chrono::milliseconds lockedFor{0};
    std::optional<std::chrono::microseconds> taskP95; ///< Of this task's latest executions, where there are some.
    WorkerHealth workerHealth = WorkerHealth::Unknown;
    std::optional<std::chrono::milliseconds> sinceHeartbeat; ///< None for an unregistered worker.
};

using LockedPage = Page<LockedJob>;

/// Which locked jobs.
struct LockedFilter {
    std::optional<QString> workerId = {};
    std::optional<QString> taskIdentifier = {};
    std::optional<std::chrono::milliseconds> minLockedFor = {};

    friend bool operator==(const LockedFilter &, const LockedFilter &) = default;
};

/// A rate limit as the next claim would find it.
struct RateLimitInfo : RateLimit {
    int tokensNow = 0; ///< All of the capacity where the window has ended: the next claim refills it.
    QDateTime nextRefill; ///< When the running window ends, or invalid where it has ended.
    Count readyJobs; ///< Ready jobs that want a token of it.
    std::optional<std::chrono::milliseconds> oldestAge; ///< How long the oldest of them is due.
};

using RateLimitPage = Page<RateLimitInfo>;

/// A task identifier and how it has been doing. Figures of executions are of the latest 20,000 of all tasks.
struct TaskInfo {
    QString taskIdentifier;
    Count readyJobs;
    QDateTime lastUsedAt; ///< To the hour.
    qint64 executions = 0;
    qint64 failures = 0; ///< Failed or abandoned.
    std::optional<std::chrono::microseconds> executionP50;
    std::optional<std::chrono::microseconds> executionP95;
    std::optional<std::chrono::microseconds> queueTimeP50;
    std::optional<std::chrono::microseconds> queueTimeP95;
    int liveWorkers = 0; ///< Registered, alive, not stopping, and taking it.
};

using TaskPage = Page<TaskInfo>;

/// What names() lists, for completion.
enum class NameKind {
    Task,
    Queue,
    Flag,
    Worker,
    RateLimit,
};

} // namespace jobq
