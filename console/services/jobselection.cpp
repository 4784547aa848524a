// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/jobselection.h"

#include <QSet>

namespace jobq::console {

namespace {

using Visit = std::function<bool(const QList<JobId> &ids, bool isLast)>;

// `read` gives one page; `idOf` the job of a row. A job that has several rows counts once.
template<typename Read, typename IdOf>
void visitAll(Read read, IdOf idOf, const Visit &visit)
{
    QSet<JobId> seen;
    QList<JobId> ids;
    PageRequest request;
    request.limit = 10'000;
    request.textLimit = 0;
    while (true) {
        const auto page = read(request);
        for (const auto &row : page.rows) {
            const JobId id = idOf(row);
            if (seen.contains(id))
                continue;
            if (ids.size() == JobSelection::mostJobs() && !visit(std::exchange(ids, {}), false))
                return;
            seen.insert(id);
            ids.append(id);
        }
        // A page that is neither followed by another nor complete is one of a list that was cut itself.
        const bool isEnd = !page.hasAfter && (!page.incomplete || page.rows.isEmpty());
        if (isEnd || page.end == request.cursor)
            break;
        request.cursor = page.end;
    }
    visit(ids, true);
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

void JobSelection::visit(const System &system, const Visit &visit, QList<QUuid> *executions) const
{
    const Inspector inspector(system);
    if (const auto *jobs = std::get_if<JobFilter>(&m_what))
        visitAll([&](const PageRequest &request) { return inspector.jobs(*jobs, JobOrder::ByStage, request); }, [](const ListedJob &job) { return job.id; }, visit);
    else if (const auto *history = std::get_if<HistoryFilter>(&m_what))
        visitAll([&](const PageRequest &request) { return inspector.history(*history, HistoryOrder::NewestFirst, request); },
                 [executions](const ListedRecord &record) {
                     if (executions)
                         executions->append(record.correlationId);
                     return record.jobId;
                 }, visit);
    else if (const auto *locked = std::get_if<LockedFilter>(&m_what))
        visitAll([&](const PageRequest &request) { return inspector.lockedJobs(*locked, request); }, [](const LockedJob &job) { return job.job.id; }, visit);
    else
        visit(std::get<QList<JobId>>(m_what), true);
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
