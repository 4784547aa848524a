// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/statement.h"
#include "db/transaction.h"
#include "inspect/explainer.h"
#include "inspect/filtercheck.h"
#include "inspect/filtersql.h"
#include "inspect/jobsegments.h"
#include "inspect/rows.h"
#include "inspect/stagecounts.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QList<ListedJob> findJobs(Connection &connection, const QList<JobId> &ids, std::optional<int> textLimit)
{
    QList<ListedJob> jobs;
    if (ids.isEmpty())
        return jobs;
    Statement statement(connection, u"inspect/find_jobs"_s);
    statement.bind("ids", ids).bind("text_limit", textLimit).exec();
    while (statement.next())
        jobs.append(inspect::readListedJob(statement));
    return jobs;
}

// NewestFirst is the same list from its other end.
PageRequest turned(const PageRequest &request)
{
    PageRequest other = request;
    other.direction = request.direction == Direction::Forward ? Direction::Backward : Direction::Forward;
    return other;
}

template<typename Row>
void turn(Page<Row> &page)
{
    std::swap(page.begin, page.end);
    std::swap(page.hasBefore, page.hasAfter);
}

} // namespace

Inspector::Inspector(const System &system)
    : m_system(system)
{
}

JobPage Inspector::jobs(const JobFilter &filter, JobOrder order, const PageRequest &request) const
{
    inspect::checkFilter(filter);
    Connection &connection = m_system.pool().connection();
    // A job that moves between two stages while they are read must be in one of them.
    Transaction snapshot(connection, Transaction::Mode::Snapshot);
    JobPage page;
    const bool isTurned = order == JobOrder::NewestFirst;
    const PageRequest asked = isTurned ? turned(request) : request;
    inspect::Walk<JobId> walk(inspect::jobSegments(connection, filter, order), asked);
    QList<JobId> ids = walk.read(page);
    if (isTurned) {
        std::reverse(ids.begin(), ids.end());
        turn(page);
    }
    page.rows = findJobs(connection, ids, request.textLimit);
    snapshot.commit();
    return page;
}

QList<ListedJob> Inspector::jobsById(const QList<JobId> &ids, int textLimit) const
{
    inspect::checkTextLimit(textLimit);
    if (ids.size() > 10'000)
        throw Error(Error::Kind::Usage, u"ids: must be 10,000 at most"_s).withArgument(u"ids"_s);
    return findJobs(m_system.pool().connection(), ids, textLimit);
}

std::optional<ListedJob> Inspector::job(JobId id) const
{
    const QList<ListedJob> found = findJobs(m_system.pool().connection(), {id}, std::nullopt);
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

Count Inspector::estimateJobs(const JobFilter &filter) const
{
    inspect::checkFilter(filter);
    // A list that ends within a bounded search is counted by it.
    Connection &connection = m_system.pool().connection();
    const PageRequest request{.limit = 1000};
    JobPage few;
    const qsizetype found = inspect::Walk<JobId>(inspect::jobSegments(connection, filter, JobOrder::ByStage), request).read(few).size();
    if (!few.hasAfter)
        return {found, true};
    return {qMax<qint64>(inspect::estimate(connection, filter), found), false};
}

qint64 Inspector::countJobs(const JobFilter &filter) const
{
    inspect::checkFilter(filter);
    Statement statement(m_system.pool().connection(), u"inspect/count_jobs"_s);
    inspect::bindFilter(statement, filter);
    statement.bind("states", inspect::stateNames(filter.stages)).execOne();
    return statement.int64(0);
}

Explanation Inspector::explain(JobId id) const
{
    return inspect::Explainer(m_system.pool().connection(), id).explain();
}

} // namespace jobq
