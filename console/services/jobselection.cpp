// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/jobselection.h"

#include <QSet>

namespace jobq::console {

namespace {

// `read` gives one page; `idOf` the job of a row. A job that has several rows counts once.
template<typename Read, typename IdOf>
JobSelection::Found readAll(Read read, IdOf idOf)
{
    JobSelection::Found found;
    QSet<JobId> seen;
    PageRequest request;
    request.limit = 10'000;
    request.textLimit = 0;
    while (true) {
        const auto page = read(request);
        for (const auto &row : page.rows) {
            const JobId id = idOf(row);
            if (seen.contains(id))
                continue;
            if (found.ids.size() == JobSelection::mostJobs) {
                found.isCut = true;
                return found;
            }
            seen.insert(id);
            found.ids.append(id);
        }
        // A page that is neither followed by another nor complete is one of a list that was cut itself.
        const bool isEnd = !page.hasAfter && (!page.incomplete || page.rows.isEmpty());
        if (isEnd || page.end == request.cursor)
            return found;
        request.cursor = page.end;
    }
}

} // namespace

JobSelection::JobSelection(const QList<JobId> &ids)
    : m_what(ids)
{
}

JobSelection::JobSelection(const JobFilter &filter, const QString &what)
    : m_what(filter)
    , m_phrase(what)
{
    const QString text = filterText(filter);
    if (m_phrase.isEmpty())
        m_phrase = text.isEmpty() ? tr("all jobs") : tr("all jobs that match %1").arg(text);
}

JobSelection::JobSelection(const HistoryFilter &filter, const QString &what)
    : m_what(filter)
    , m_phrase(what.isEmpty() ? tr("the jobs of all executions that the filter matches") : what)
{
}

JobSelection::JobSelection(const LockedFilter &filter, const QString &what)
    : m_what(filter)
    , m_phrase(what.isEmpty() ? tr("all running jobs that the filter matches") : what)
{
}

namespace {

JobSelection::Found findExecutions(const Inspector &inspector, const HistoryFilter &filter)
{
    QList<QUuid> executions;
    JobSelection::Found found = readAll([&](const PageRequest &request) { return inspector.history(filter, HistoryOrder::NewestFirst, request); },
                                        [&](const ListedRecord &record) {
                                            executions.append(record.correlationId);
                                            return record.jobId;
                                        });
    found.executions = executions;
    return found;
}

} // namespace

JobSelection::Found JobSelection::find(const System &system) const
{
    const Inspector inspector(system);
    if (const auto *jobs = std::get_if<JobFilter>(&m_what))
        return readAll([&](const PageRequest &request) { return inspector.jobs(*jobs, JobOrder::ByStage, request); }, [](const ListedJob &job) { return job.id; });
    if (const auto *history = std::get_if<HistoryFilter>(&m_what))
        return findExecutions(inspector, *history);
    if (const auto *locked = std::get_if<LockedFilter>(&m_what))
        return readAll([&](const PageRequest &request) { return inspector.lockedJobs(*locked, request); }, [](const LockedJob &job) { return job.job.id; });
    return {std::get<QList<JobId>>(m_what)};
}

bool JobSelection::isNone() const
{
    return !isFilter() && count() == 0;
}

qsizetype JobSelection::count() const
{
    const auto *ids = std::get_if<QList<JobId>>(&m_what);
    return ids ? ids->size() : 0;
}

QString JobSelection::phrase() const
{
    if (isFilter())
        return m_phrase;
    return count() == 1 ? tr("job %1").arg(std::get<QList<JobId>>(m_what).constFirst()) : tr("%Ln job(s)", nullptr, int(count()));
}

} // namespace jobq::console
