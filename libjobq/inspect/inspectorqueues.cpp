// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/statement.h"
#include "db/transaction.h"
#include "inspect/filtercheck.h"
#include "inspect/filtersql.h"
#include "inspect/rows.h"
#include "inspect/stagecounts.h"
#include "inspect/walk.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QueueInfo readQueue(const Statement &row)
{
    QueueInfo queue;
    queue.name = row.text(0);
    queue.createdAt = row.dateTime(1);
    queue.ready = {row.int64(2), row.boolean(3)};
    queue.scheduled = {row.int64(4), row.boolean(5)};
    queue.locked = {row.int64(6), true};
    queue.exhausted = {row.int64(7), row.boolean(8)};
    queue.oldestAge = inspect::millisecondsAt(row, 9);
    queue.oldestAgeExact = queue.ready.exact;
    queue.lockHolderJob = row.optionalInt64(10);
    queue.lockHolderWorker = row.optionalText(11);
    queue.lockedFor = inspect::millisecondsAt(row, 12);
    return queue;
}

QList<QueueInfo> findQueues(Connection &connection, const QStringList &names)
{
    QList<QueueInfo> queues;
    if (names.isEmpty())
        return queues;
    Statement statement(connection, u"inspect/find_queues"_s);
    statement.bind("names", names).exec();
    while (statement.next())
        queues.append(readQueue(statement));
    return queues;
}

/// Stages of so few jobs that these can be looked at, and a place for the number of those in no queue.
struct UnnamedStage {
    JobStage stage;
    Count all;
    Count QueueInfo::*count;
};

QueueInfo unnamedQueue(Connection &connection)
{
    const StageCounts counts = inspect::countStages(connection);
    const UnnamedStage stages[] = {{JobStage::Ready, counts.ready, &QueueInfo::ready},
                                   {JobStage::Scheduled, counts.scheduled, &QueueInfo::scheduled},
                                   {JobStage::Locked, counts.locked, &QueueInfo::locked},
                                   {JobStage::Exhausted, counts.exhausted, &QueueInfo::exhausted}};
    QueueInfo queue;
    queue.name = u""_s;
    JobStages countable;
    for (const UnnamedStage &stage : stages)
        countable.setFlag(stage.stage, stage.all.exact);
    Statement exact(connection, u"inspect/find_unnamed_queue"_s);
    exact.bind("states", inspect::stateNames(countable)).execOne();
    int column = 0;
    for (const UnnamedStage &stage : stages) {
        queue.*stage.count = stage.all.exact ? Count{exact.int64(column), true}
                                             : Count{inspect::estimate(connection, {.stages = stage.stage, .queueName = u""_s}), false};
        ++column;
    }
    Statement oldest(connection, u"inspect/find_oldest_ready"_s);
    oldest.bind("of_none", true).exec();
    if (oldest.next())
        queue.oldestAge = inspect::millisecondsAt(oldest, 1);
    return queue;
}

inspect::Segment<QString> namedQueues(Connection &connection, const QueueFilter &filter)
{
    const auto fetch = [&connection, filter](const inspect::From &from, int rows) {
        Statement statement(connection, from.isBackward() ? u"inspect/list_queues_backward"_s : u"inspect/list_queues_forward"_s);
        statement.bind("contains", filter.nameContains.isEmpty() ? QString() : filter.nameContains)
            .bind("is_locked", inspect::optionalBool(filter.isLocked))
            .bind("is_empty", inspect::optionalBool(filter.isEmpty))
            .bind("at_name", from.key.value(0))
            .bind("inclusive", from.inclusive)
            .bind("rows", rows)
            .exec();
        QList<inspect::FoundRow<QString>> found;
        while (statement.next())
            found.append({statement.text(0), statement.textList(1), statement.boolean(2), statement.boolean(3)});
        return found;
    };
    return {u"named"_s, fetch};
}

bool hasNoJob(const QueueInfo &queue)
{
    return queue.ready.value == 0 && queue.scheduled.value == 0 && queue.locked.value == 0 && queue.exhausted.value == 0;
}

} // namespace

QueuePage Inspector::queues(const QueueFilter &filter, const PageRequest &request) const
{
    inspect::checkFilter(filter);
    Connection &connection = m_system.pool().connection();
    Transaction snapshot(connection, Transaction::Mode::Snapshot);
    std::optional<QueueInfo> unnamed;
    // The unnamed queue has no lock and no name.
    const auto first = [&](const inspect::From &from, int) {
        QList<inspect::FoundRow<QString>> found;
        if ((!from.key.isEmpty() && !from.inclusive) || filter.isLocked || !filter.nameContains.isEmpty())
            return found;
        unnamed = unnamedQueue(connection);
        if (!filter.isEmpty || *filter.isEmpty == hasNoJob(*unnamed))
            found.append({u""_s, {u""_s}});
        return found;
    };
    QueuePage page;
    inspect::Walk<QString> walk({{u"unnamed"_s, first}, namedQueues(connection, filter)}, request);
    QStringList names = walk.read(page);
    if (names.removeOne(u""_s))
        page.rows.append(*unnamed);
    page.rows += findQueues(connection, names);
    snapshot.commit();
    return page;
}

std::optional<QueueInfo> Inspector::queue(const QString &name) const
{
    inspect::checkText(u"name"_s, name);
    Connection &connection = m_system.pool().connection();
    if (name.isEmpty())
        return unnamedQueue(connection);
    const QList<QueueInfo> found = findQueues(connection, {name});
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

} // namespace jobq
