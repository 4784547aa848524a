// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/jobsegments.h"

#include "db/statement.h"
#include "inspect/filtersql.h"

#include <limits>

namespace jobq::inspect {

using namespace Qt::StringLiterals;

namespace {

/// What a list is in order of, and so what its keys hold.
enum class KeyKind {
    Id,
    RunAt, ///< run_at, id
    Claim, ///< priority, run_at, id
    Queue, ///< queue_name, priority, run_at, id
};

/// One query in both directions.
struct List {
    QString query; ///< Without `_forward` or `_backward`.
    KeyKind kind = KeyKind::Id;
};

qsizetype partsOf(KeyKind kind)
{
    switch (kind) {
    case KeyKind::Id:
        return 1;
    case KeyKind::RunAt:
        return 2;
    case KeyKind::Claim:
        return 3;
    case KeyKind::Queue:
        return 4;
    }
    return 0;
}

void bindBeginning(Statement &statement, KeyKind kind, bool backward)
{
    statement.bind("at_id", backward ? std::numeric_limits<qint64>::max() : qint64(0));
    if (kind != KeyKind::Id)
        statement.bind("at_run_at", backward ? u"infinity"_s : u"-infinity"_s);
    if (kind == KeyKind::Claim || kind == KeyKind::Queue)
        statement.bind("at_priority", backward ? std::numeric_limits<int>::max() : std::numeric_limits<int>::min());
    if (kind == KeyKind::Queue)
        statement.bind("at_queue", QString());
}

void bindKey(Statement &statement, KeyKind kind, const From &from)
{
    const QStringList &key = from.key;
    if (key.size() != partsOf(kind))
        throw badCursor();
    qsizetype part = key.size() - 1;
    statement.bind("at_id", idPart(from));
    --part;
    if (kind != KeyKind::Id)
        statement.bind("at_run_at", timePart(key, part--));
    if (kind == KeyKind::Claim || kind == KeyKind::Queue)
        statement.bind("at_priority", integerPart(key, part--));
    if (kind == KeyKind::Queue)
        statement.bind("at_queue", key.first());
}

QList<FoundRow<JobId>> read(Statement &statement)
{
    QList<FoundRow<JobId>> rows;
    statement.exec();
    while (statement.next())
        rows.append({statement.int64(0), statement.textList(1), statement.boolean(2), statement.boolean(3)});
    return rows;
}

class Builder
{
public:
    Builder(Connection &connection, const JobFilter &filter)
        : m_connection(connection)
        , m_filter(filter)
    {
    }

    [[nodiscard]] Segment<JobId> all() const
    {
        return segment(u"id"_s, {u"list_by_id"_s}, [filter = m_filter](Statement &statement, int) {
            statement.bind("states", stateNames(filter.stages));
        });
    }

    /// The job of a key, or what is at the front of a queue.
    [[nodiscard]] Segment<JobId> few(const QString &name, JobStages stages) const
    {
        return segment(name, {u"list_few"_s}, [filter = m_filter, stages](Statement &statement, int) {
            statement.bind("states", stateNames(stages)).bind("of_key", filter.jobKey);
            statement.bind("front_of", filter.jobKey ? std::nullopt : filter.queueName);
        });
    }

    [[nodiscard]] Segment<JobId> stage(JobStage stage) const
    {
        const bool ofNamedQueue = m_filter.queueName && !m_filter.queueName->isEmpty();
        switch (stage) {
        case JobStage::Locked:
            return ofNamedQueue ? few(u"locked"_s, stage) : locked();
        case JobStage::Ready:
            return ofNamedQueue ? few(u"ready"_s, stage) : ready();
        case JobStage::Waiting:
            return ofNamedQueue ? waitingOfQueue() : segment(u"waiting"_s, {u"list_waiting"_s, KeyKind::Queue});
        case JobStage::Scheduled:
            return segment(u"scheduled"_s, {u"list_scheduled"_s, KeyKind::RunAt});
        case JobStage::Exhausted:
            break;
        }
        return segment(u"exhausted"_s, {u"list_exhausted"_s});
    }

private:
    using Bind = std::function<void(Statement &, int rows)>;

    [[nodiscard]] Segment<JobId> segment(const QString &name, const List &list, const Bind &bind = {}, int cutCost = 5) const
    {
        Connection *connection = &m_connection;
        const auto fetch = [connection, filter = m_filter, list, bind](const From &from, int rows) {
            Statement statement(*connection, u"inspect/"_s + list.query + (from.isBackward() ? u"_backward"_s : u"_forward"_s));
            bindFilter(statement, filter);
            if (from.key.isEmpty())
                bindBeginning(statement, list.kind, from.isBackward());
            else
                bindKey(statement, list.kind, from);
            statement.bind("rows", rows);
            if (bind)
                bind(statement, rows);
            return read(statement);
        };
        return {name, fetch, cutCost};
    }

    // A lane is a task, flags and a rate limit: what the lanes settle needs no look at the jobs.
    [[nodiscard]] Segment<JobId> ready() const
    {
        JobFilter rest = m_filter;
        rest.taskIdentifier.reset();
        rest.flags.clear();
        rest.rateLimitKey.reset();
        const auto bind = [filter = m_filter, deep = isNarrow(rest)](Statement &statement, int rows) {
            statement.bind("lane_task", filter.taskIdentifier)
                .bind("lane_flags", filter.flags.isEmpty() ? std::nullopt : std::optional(filter.flags))
                .bind("lane_rate_limit", filter.rateLimitKey)
                .bind("depth", deep ? 20'000 : rows);
        };
        return segment(u"ready"_s, {u"list_ready"_s, KeyKind::Claim}, bind, 1);
    }

    [[nodiscard]] Segment<JobId> locked() const
    {
        JobFilter rest = m_filter;
        rest.workerId.reset();
        const auto bind = [filter = m_filter, deep = isNarrow(rest)](Statement &statement, int rows) {
            statement.bind("of_worker", filter.workerId).bind("depth", deep ? 20'000 : rows);
        };
        return segment(u"locked"_s, {u"list_locked"_s}, bind, 1);
    }

    [[nodiscard]] Segment<JobId> waitingOfQueue() const
    {
        return segment(u"waiting"_s, {u"list_waiting_of_queue"_s, KeyKind::Claim},
                       [queue = m_filter.queueName](Statement &statement, int) { statement.bind("of_queue", queue); });
    }

    Connection &m_connection;
    const JobFilter &m_filter;
};

// What only jobs of one stage have narrows the stages down.
JobStages possibleStages(const JobFilter &filter)
{
    JobStages stages = filter.stages;
    if (filter.workerId)
        stages &= JobStage::Locked;
    if (filter.queueName && filter.queueName->isEmpty())
        stages &= ~JobStages(JobStage::Waiting);
    return stages;
}

} // namespace

QList<Segment<JobId>> jobSegments(Connection &connection, const JobFilter &filter, JobOrder order)
{
    const Builder builder(connection, filter);
    const JobStages stages = possibleStages(filter);
    if (!stages)
        return {};
    if (filter.jobKey)
        return {builder.few(u"key"_s, stages)};
    const bool isOneList = stages == JobStage::Locked || stages == JobStage::Exhausted; // these are in order of their ids
    if (order != JobOrder::ByStage && !isOneList)
        return {builder.all()};
    QList<Segment<JobId>> segments;
    for (JobStage stage : {JobStage::Locked, JobStage::Ready, JobStage::Waiting, JobStage::Scheduled, JobStage::Exhausted}) {
        if (stages.testFlag(stage))
            segments.append(builder.stage(stage));
    }
    return segments;
}

} // namespace jobq::inspect
