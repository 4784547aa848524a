// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "faults/trace.h"

#include <algorithm>
#include <ctime>
#include <limits>

namespace jobq::test {

Trace::Trace(const QString &fileName)
    : m_file(fileName)
{
}

qint64 Trace::now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

void Trace::update()
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly))
        return;
    while (true) {
        const qint64 at = m_file.pos();
        const QByteArray line = m_file.readLine();
        if (!line.endsWith('\n')) {
            m_file.seek(at); // still being written
            return;
        }
        readLine(line.chopped(1));
    }
}

void Trace::readLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    const char what = words.at(0).at(0);
    const JobId job = words.at(1).toLongLong();
    const qint64 pid = words.at(2).toLongLong();
    const qint64 ns = words.at(3).toLongLong();
    QList<Execution> &executions = m_executions[job];
    if (what == 'S') {
        executions += Execution{pid, ns, 0, false};
        return;
    }
    if (what != 'E' && what != 'C')
        return;
    const auto at = std::find_if(executions.rbegin(), executions.rend(), [pid](const Execution &e) { return e.pid == pid && e.to == 0; });
    if (at == executions.rend())
        return;
    at->to = ns;
    at->cancelled = what == 'C';
    m_ended += what == 'E' ? 1 : 0;
}

qsizetype Trace::jobsThatRan() const
{
    return std::count_if(m_executions.cbegin(), m_executions.cend(), [](const QList<Execution> &executions) {
        return std::any_of(executions.cbegin(), executions.cend(), [](const Execution &e) { return e.to > 0 && !e.cancelled; });
    });
}

qsizetype Trace::runAgain() const
{
    qsizetype again = 0;
    for (const QList<Execution> &executions : m_executions) {
        const auto counted = std::count_if(executions.cbegin(), executions.cend(), [](const Execution &e) { return !e.cancelled; });
        again += std::max<qsizetype>(counted - 1, 0);
    }
    return again;
}

qint64 Trace::endOf(const Execution &execution) const
{
    return execution.to > 0 ? execution.to : m_killedAt.value(execution.pid, std::numeric_limits<qint64>::max());
}

qsizetype Trace::overlaps() const
{
    qsizetype count = 0;
    for (QList<Execution> executions : m_executions) {
        executions.removeIf([](const Execution &e) { return e.cancelled; });
        std::sort(executions.begin(), executions.end(), [](const Execution &a, const Execution &b) { return a.from < b.from; });
        for (qsizetype i = 1; i < executions.size(); ++i)
            count += executions.at(i).from < endOf(executions.at(i - 1)) ? 1 : 0;
    }
    return count;
}

qint64 Trace::longestPause() const
{
    QList<qint64> ends;
    for (const QList<Execution> &executions : m_executions) {
        for (const Execution &execution : executions) {
            if (execution.to > 0 && !execution.cancelled)
                ends += execution.to;
        }
    }
    std::sort(ends.begin(), ends.end());
    qint64 longest = 0;
    for (qsizetype i = 1; i < ends.size(); ++i)
        longest = std::max(longest, ends.at(i) - ends.at(i - 1));
    return longest;
}

qint64 Trace::longestRescue() const
{
    qint64 longest = 0;
    for (const QList<Execution> &executions : m_executions) {
        for (const Execution &interrupted : executions) {
            const qint64 killed = m_killedAt.value(interrupted.pid);
            if (interrupted.to > 0 || killed == 0)
                continue;
            qint64 rescued = std::numeric_limits<qint64>::max();
            for (const Execution &other : executions) {
                if (other.to > killed && !other.cancelled)
                    rescued = std::min(rescued, other.to - killed);
            }
            if (rescued == std::numeric_limits<qint64>::max())
                return -1;
            longest = std::max(longest, rescued);
        }
    }
    return longest;
}

} // namespace jobq::test
