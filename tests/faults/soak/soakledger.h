// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "admin/operation.h"

#include <QFile>
#include <QHash>
#include <QList>
#include <QSet>

#include <mutex>

namespace jobq::test {

/// What became of every job that was added, read from the log of the worker processes (tests/worker/testworker.cpp).
/// Remembers only what is still open, so that it may run for days. Thread-safe.
class SoakLedger
{
public:
    struct Counts {
        qint64 added = 0;
        qint64 executions = 0; ///< That ended, well or not.
        qint64 completed = 0;
        qint64 cancelled = 0;
        qint64 doubled = 0; ///< Jobs that two workers executed at the same time.
        qint64 doubledByForce = 0; ///< The same, where an operator had opened the lock of a running job.
        qint64 longestPauseNs = 0; ///< Without the end of an execution.
    };

    explicit SoakLedger(const QString &log);

    void added(const QList<Job> &jobs);
    /// These left the queue, and others took their place.
    void replayed(const QList<ReplayedJob> &jobs);
    /// An operator took their locks while they ran.
    void forced(const QList<JobId> &jobs);
    /// The same for whatever runs now: the answer that would have named them was lost.
    void forcedAllThatRuns();

    void read();
    /// This process is dead, and with it what it executed.
    void killed(qint64 pid);

    /// Jobs that have not been executed to a good end.
    [[nodiscard]] QSet<JobId> pending() const;
    [[nodiscard]] Counts counts() const;

private:
    struct Execution {
        qint64 pid = 0;
        qint64 from = 0;
        qint64 to = 0; ///< 0: not ended.
        bool counts = true; ///< It was neither cancelled nor killed.
    };
    void readLines();
    void readLine(const QByteArray &line);
    void end(JobId job, Execution &execution, char how, qint64 ns);
    void closeWhereAllEnded(JobId job);
    void settle(JobId job);

    mutable std::mutex m_mutex;
    QFile m_log;
    QSet<JobId> m_pending;
    QSet<JobId> m_unknown; // done, though nobody has said yet that they were added
    QSet<JobId> m_forced;
    QHash<JobId, QList<Execution>> m_open;
    qint64 m_lastEndNs = 0;
    Counts m_counts;
};

} // namespace jobq::test
