// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include "job/job.h"

#include <QFile>
#include <QHash>
#include <QList>

namespace jobq::test {

/// What worker processes (tests/worker/testworker.cpp) wrote into their common log.
class Trace
{
public:
    explicit Trace(const QString &fileName);

    /// Reads what is new.
    void update();
    [[nodiscard]] qsizetype ended() const { return m_ended; } ///< Executions.

    /// Jobs that ended at least once.
    [[nodiscard]] qsizetype jobsThatRan() const;
    /// Executions beyond the first of each job, cancelled ones aside.
    [[nodiscard]] qsizetype runAgain() const;
    /// Pairs of executions of the same job that overlap. One that was cancelled and did nothing more does not count.
    [[nodiscard]] qsizetype overlaps() const;

    /// The longest time in which nothing ended, from the first end to the last.
    [[nodiscard]] qint64 longestPause() const;
    /// From the death of a killed process until the last of the jobs that it was executing has ended elsewhere;
    /// negative where one never did.
    [[nodiscard]] qint64 longestRescue() const;

    /// The process was killed: what it executed is over.
    void noteKilled(qint64 pid, qint64 ns) { m_killedAt.insert(pid, ns); }
    [[nodiscard]] static qint64 now(); ///< On the clock of the log.

private:
    struct Execution {
        qint64 pid = 0;
        qint64 from = 0;
        qint64 to = 0; ///< 0: not ended.
        bool cancelled = false;
    };
    void readLine(const QByteArray &line);
    [[nodiscard]] qint64 endOf(const Execution &execution) const;

    QFile m_file;
    QHash<JobId, QList<Execution>> m_executions;
    QHash<qint64, qint64> m_killedAt;
    qsizetype m_ended = 0;
};

} // namespace jobq::test
