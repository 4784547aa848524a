// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "worker/heldjobs.h"

namespace jobq {

void HeldJobs::add(const ExecutionList &batch)
{
    const std::lock_guard lock(m_mutex);
    for (const ExecutionPointer &execution : batch)
        m_jobs.insert(keyOf(execution->outcome.job));
}

void HeldJobs::remove(const ExecutionList &batch)
{
    const std::lock_guard lock(m_mutex);
    for (const ExecutionPointer &execution : batch)
        m_jobs.remove(keyOf(execution->outcome.job));
}

void HeldJobs::remove(const QList<Outcome> &outcomes)
{
    const std::lock_guard lock(m_mutex);
    for (const Outcome &outcome : outcomes)
        m_jobs.remove(keyOf(outcome.job));
}

void HeldJobs::clear()
{
    const std::lock_guard lock(m_mutex);
    m_jobs.clear();
}

QSet<ExecutionKey> HeldJobs::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_jobs;
}

} // namespace jobq
