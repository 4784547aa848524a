// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/soak/soakledger.h"

#include <algorithm>

namespace jobq::test {

SoakLedger::SoakLedger(const QString &log)
    : m_log(log)
{
}

void SoakLedger::added(const QList<Job> &jobs)
{
    const std::lock_guard lock(m_mutex);
    m_counts.added += jobs.size();
    for (const Job &job : jobs) {
        if (!m_unknown.remove(job.id))
            m_pending += job.id;
    }
}

void SoakLedger::replayed(const QList<ReplayedJob> &jobs)
{
    const std::lock_guard lock(m_mutex);
    for (const ReplayedJob &job : jobs) {
        const bool isOurs = m_pending.remove(job.sourceId);
        if (isOurs && !m_unknown.remove(job.newId))
            m_pending += job.newId;
    }
}

void SoakLedger::forced(const QList<JobId> &jobs)
{
    const std::lock_guard lock(m_mutex);
    for (const JobId job : jobs)
        m_forced += job;
}

void SoakLedger::forcedAllThatRuns()
{
    const std::lock_guard lock(m_mutex);
    readLines();
    for (auto at = m_open.cbegin(); at != m_open.cend(); ++at)
        m_forced += at.key();
}

void SoakLedger::read()
{
    const std::lock_guard lock(m_mutex);
    readLines();
}

void SoakLedger::readLines()
{
    if (!m_log.isOpen() && !m_log.open(QIODevice::ReadOnly))
        return;
    while (true) {
        const qint64 at = m_log.pos();
        const QByteArray line = m_log.readLine();
        if (!line.endsWith('\n')) {
            m_log.seek(at); // still being written
            return;
        }
        readLine(line.chopped(1));
    }
}

void SoakLedger::readLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    const char what = words.at(0).at(0);
    const JobId job = words.at(1).toLongLong();
    const qint64 pid = words.at(2).toLongLong();
    const qint64 ns = words.at(3).toLongLong();
    if (what == 'S') {
        m_open[job] += Execution{pid, ns, 0, true};
        return;
    }
    if (what != 'E' && what != 'F' && what != 'C')
        return;
    QList<Execution> &executions = m_open[job];
    const auto at = std::find_if(executions.rbegin(), executions.rend(), [pid](const Execution &e) { return e.pid == pid && e.to == 0; });
    if (at != executions.rend())
        end(job, *at, what, ns);
    closeWhereAllEnded(job);
}

void SoakLedger::end(JobId job, Execution &execution, char how, qint64 ns)
{
    execution.to = ns;
    execution.counts = how != 'C';
    if (how == 'C') {
        ++m_counts.cancelled;
        return;
    }
    ++m_counts.executions;
    if (m_lastEndNs > 0)
        m_counts.longestPauseNs = std::max(m_counts.longestPauseNs, ns - m_lastEndNs);
    m_lastEndNs = std::max(m_lastEndNs, ns);
    if (how == 'E')
        settle(job);
}

void SoakLedger::settle(JobId job)
{
    ++m_counts.completed;
    if (!m_pending.remove(job))
        m_unknown += job;
}

/// Executions of one job that overlap are all in its list, because it is kept as long as one of them runs.
void SoakLedger::closeWhereAllEnded(JobId job)
{
    QList<Execution> executions = m_open.value(job);
    if (std::any_of(executions.cbegin(), executions.cend(), [](const Execution &e) { return e.to == 0; }))
        return;
    m_open.remove(job);
    executions.removeIf([](const Execution &e) { return !e.counts; });
    std::sort(executions.begin(), executions.end(), [](const Execution &a, const Execution &b) { return a.from < b.from; });
    for (qsizetype i = 1; i < executions.size(); ++i) {
        if (executions.at(i).from < executions.at(i - 1).to)
            ++(m_forced.contains(job) ? m_counts.doubledByForce : m_counts.doubled);
    }
}

void SoakLedger::killed(qint64 pid)
{
    const std::lock_guard lock(m_mutex);
    readLines();
    const QList<JobId> jobs = m_open.keys();
    for (const JobId job : jobs) {
        for (Execution &execution : m_open[job]) {
            if (execution.pid == pid && execution.to == 0) {
                execution.to = execution.from;
                execution.counts = false;
            }
        }
        closeWhereAllEnded(job);
    }
}

QSet<JobId> SoakLedger::pending() const
{
    const std::lock_guard lock(m_mutex);
    return m_pending;
}

SoakLedger::Counts SoakLedger::counts() const
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

} // namespace jobq::test
