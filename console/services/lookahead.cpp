// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/lookahead.h"

#include "services/plan.h"

namespace jobq::console {

namespace {

void append(OperationPreview &jobs, const OperationPreview &part)
{
    constexpr qsizetype sampled = 20;
    if (jobs.eligible.isEmpty())
        jobs.sql = part.sql;
    else if (!part.eligible.isEmpty())
        jobs.sql += QLatin1Char('\n') + part.sql;
    jobs.eligible += part.eligible;
    jobs.skipped += part.skipped;
    jobs.groups = mergedGroups(jobs.groups + part.groups);
    jobs.sample += part.sample.mid(0, sampled - jobs.sample.size());
}

} // namespace

LookAhead lookAhead(const System &system, const JobSelection &jobs, const std::function<OperationPreview(const QList<JobId> &)> &look, QList<QUuid> *executions)
{
    LookAhead found;
    const qsizetype most = JobSelection::mostJobs();
    jobs.visit(system, [&](const QList<JobId> &ids, bool isLast) {
        const OperationPreview part = look(ids);
        const qsizetype eligible = found.jobs.eligible.size() + part.eligible.size();
        // A part is taken as a whole or not at all: its SQL names all its jobs.
        const bool fits = found.jobs.eligible.isEmpty() || eligible <= most;
        if (fits)
            append(found.jobs, part);
        found.isCut = !fits || (!isLast && eligible >= most);
        return !found.isCut;
    }, executions);
    return found;
}

} // namespace jobq::console
