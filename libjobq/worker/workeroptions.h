// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "db/connectionsettings.h"
#include "job/export.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace jobq {

/// How a Worker works. Every default suits a worker of short jobs.
struct JOBQ_EXPORT WorkerOptions {
    int concurrency = 0; ///< Handlers that run at once, each in a thread of its own, up to 1,000; 0: one a core.

    /// True: claims jobs of every task, and exhausts at once those that it has no handler for. False: claims only
    /// the tasks that it has handlers for.
    bool claimUnknownTasks = false;
    QStringList forbiddenFlags = {}; ///< Never claims jobs that carry any of them.
    QString historyRetention = QStringLiteral("30 days"); ///< Of its executions; any PostgreSQL interval.

    std::chrono::milliseconds pollInterval{1000}; ///< Looks for jobs this often where no notification comes.
    /// Wakes on NOTIFY. Where prepared statements are off (a transaction pooler, which can't carry notifications)
    /// it only does with `listenSettings`.
    bool listen = true;
    std::optional<ConnectionSettings> listenSettings = {}; ///< None: those of the system's pool.

    int maxClaimBatch = 1000; ///< Jobs claimed in one round trip; grows up to this while handlers wait for jobs.
    int maxFinishBatch = 1000; ///< Executions finished in one round trip.
    std::chrono::microseconds finishDelay{1000}; ///< A finish waits this long at most for others to go with it.
    std::chrono::milliseconds prefetchLimit{5000}; ///< Jobs claimed ahead that wait longer are returned unspent.

    std::chrono::milliseconds lease{60000}; ///< A worker silent for this long is dead, its jobs freed; 2 s or more.
    std::optional<std::chrono::milliseconds> heartbeat = {}; ///< None: a quarter of the lease, which is also the most.

    std::chrono::milliseconds timeLimit{0}; ///< Of an execution, where its handler has none of its own; 0: none.
    /// How long a handler may take to return once its time limit has cancelled it, before its thread is given up.
    std::chrono::milliseconds timeLimitGrace{1000};
    int maxAbandonedThreads = 16; ///< Threads given up and replaced, at any one time.
    std::chrono::milliseconds progressInterval{1000}; ///< Progress is written this often at most.

    std::chrono::milliseconds stopTimeout{30000}; ///< How long stop() lets running handlers go on.

    /// Throws a Usage error that names the member which is out of its range.
    void check() const;
};

} // namespace jobq
