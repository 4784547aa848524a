// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/statement.h"
#include "db/transaction.h"
#include "inspect/filtercheck.h"
#include "inspect/rows.h"
#include "inspect/stagecounts.h"
#include "inspect/walk.h"

#include <QHash>
#include <QSet>

#include <limits>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

/// A list in order of one name, whose query gives whole rows and, in its last column, the name.
template<typename Row>
inspect::Segment<Row> namedRows(const QString &name, int keyColumn, const std::function<Statement &(Statement &)> &bind,
                                const std::function<Row(const Statement &)> &read, Connection &connection)
{
    const auto fetch = [=, &connection](const inspect::From &from, int rows) {
        Statement statement(connection, u"inspect/list_"_s + name);
        bind(statement)
            .bind("at_name", from.key.value(0))
            .bind("inclusive", from.inclusive)
            .bind("backward", from.isBackward())
            .bind("rows", rows)
            .exec();
        QList<inspect::FoundRow<Row>> found;
        while (statement.next())
            found.append({read(statement), statement.textList(keyColumn)});
        return found;
    };
    return {name, fetch};
}

struct LockKey {
    JobId id = 0;
    std::chrono::milliseconds lockedFor{0};
    WorkerHealth health = WorkerHealth::Unknown;
    std::optional<std::chrono::milliseconds> sinceHeartbeat;
};

// `isPart`: there are more locked jobs than a query looks at.
inspect::Segment<LockKey> lockedSegment(Connection &connection, const LockedFilter &filter, bool &isPart)
{
    const auto fetch = [&connection, &isPart, filter](const inspect::From &from, int rows) {
        const bool backward = from.isBackward();
        Statement statement(connection, backward ? u"inspect/list_longest_locked_backward"_s : u"inspect/list_longest_locked_forward"_s);
        statement.bind("worker", filter.workerId).bind("task", filter.taskIdentifier);
        statement.bind("min_locked_ms", filter.minLockedFor ? std::optional<qint64>(filter.minLockedFor->count()) : std::nullopt);
        if (from.key.isEmpty()) {
            statement.bind("at_locked", backward ? u"infinity"_s : u"-infinity"_s)
                .bind("at_id", backward ? std::numeric_limits<qint64>::max() : qint64(0));
        } else {
            statement.bind("at_locked", inspect::timePart(from.key, 0)).bind("at_id", inspect::idPart(from));
        }
        statement.bind("rows", rows).exec();
        QList<inspect::FoundRow<LockKey>> found;
        while (statement.next()) {
            const LockKey lock{statement.int64(0), std::chrono::milliseconds(statement.int64(4)),
                               inspect::healthOf(statement.text(5)), inspect::millisecondsAt(statement, 6)};
            found.append({lock, statement.textList(1)});
            isPart = isPart || statement.boolean(3);
        }
        return found;
    };
    return {u"locked"_s, fetch};
}

/// What the latest executions of a task say.
struct TaskFigures {
    qint64 executions = 0;
    qint64 failures = 0;
    std::optional<std::chrono::microseconds> executionP50;
    std::optional<std::chrono::microseconds> executionP95;
    std::optional<std::chrono::microseconds> queueTimeP50;
    std::optional<std::chrono::microseconds> queueTimeP95;
};

QHash<QString, TaskFigures> measureTasks(Connection &connection, const QStringList &tasks)
{
    QHash<QString, TaskFigures> figures;
    if (tasks.isEmpty())
        return figures;
    Statement row(connection, u"inspect/measure_tasks"_s);
    row.bind("tasks", tasks).exec();
    while (row.next())
        figures.insert(row.text(0), {row.int64(1), row.int64(2), inspect::microsecondsAt(row, 3), inspect::microsecondsAt(row, 4),
                                     inspect::microsecondsAt(row, 5), inspect::microsecondsAt(row, 6)});
    return figures;
}

WorkerInfo readWorker(const Statement &row)
{
    WorkerInfo worker;
    worker.id = row.text(0);
    worker.registered = row.boolean(1);
    worker.host = row.text(2);
    worker.pid = row.int64(3);
    if (worker.registered && !row.boolean(4))
        worker.taskIdentifiers = row.textList(5);
    worker.forbiddenFlags = row.textList(6);
    worker.concurrency = row.int32(7);
    worker.version = row.text(8);
    worker.startedAt = row.dateTime(9);
    worker.heartbeatAt = row.dateTime(10);
    worker.lease = std::chrono::milliseconds(row.int64(11));
    worker.declaredDeadAt = row.dateTime(12);
    worker.stopping = row.boolean(13);
    worker.health = inspect::healthOf(row.text(14));
    worker.sinceHeartbeat = inspect::millisecondsAt(row, 15).value_or(std::chrono::milliseconds(0));
    worker.runningJobs = {row.int64(16), row.boolean(17)};
    worker.oldestLock = inspect::millisecondsAt(row, 18);
    worker.finishedLastMinute = {row.int64(19), row.boolean(20)};
    return worker;
}

RateLimitInfo readRateLimit(const Statement &row)
{
    RateLimitInfo limit;
    limit.key = row.text(0);
    limit.capacity = row.int32(1);
    limit.interval = std::chrono::milliseconds(row.int64(2));
    limit.availableTokens = row.int32(3);
    limit.lastRefill = row.dateTime(4);
    limit.tokensNow = row.int32(5);
    limit.nextRefill = row.dateTime(6);
    limit.readyJobs = {row.int64(7), row.boolean(8)};
    limit.oldestAge = inspect::millisecondsAt(row, 9);
    return limit;
}

TaskInfo readTask(const Statement &row)
{
    TaskInfo task;
    task.taskIdentifier = row.text(0);
    task.lastUsedAt = row.dateTime(1);
    task.readyJobs = {row.int64(2), row.boolean(3)};
    task.liveWorkers = row.int32(4);
    return task;
}

} // namespace

LockedPage Inspector::lockedJobs(const LockedFilter &filter, const PageRequest &request) const
{
    inspect::checkFilter(filter);
    Connection &connection = m_system.pool().connection();
    Transaction snapshot(connection, Transaction::Mode::Snapshot);
    LockedPage page;
    QHash<JobId, LockKey> locks;
    QList<JobId> ids;
    bool isPart = false;
    const QList<LockKey> keys = inspect::Walk<LockKey>({lockedSegment(connection, filter, isPart)}, request).read(page);
    page.incomplete = isPart;
    for (const LockKey &key : keys) {
        ids += key.id;
        locks.insert(key.id, key);
    }
    const QList<ListedJob> jobs = jobsById(ids, request.textLimit);
    QSet<QString> tasks;
    for (const ListedJob &job : jobs)
        tasks.insert(job.taskIdentifier);
    const QHash<QString, TaskFigures> figures = measureTasks(connection, tasks.values());
    for (const ListedJob &job : jobs) {
        const LockKey lock = locks.value(job.id);
        page.rows.append({job, lock.lockedFor, figures.value(job.taskIdentifier).executionP95, lock.health, lock.sinceHeartbeat});
    }
    snapshot.commit();
    return page;
}

WorkerPage Inspector::workers(const WorkerFilter &filter, const PageRequest &request) const
{
    const auto bind = [&filter](Statement &statement) -> Statement & {
        return statement.bind("is_alive", inspect::optionalBool(filter.isAlive));
    };
    WorkerPage page;
    page.rows = inspect::Walk<WorkerInfo>({namedRows<WorkerInfo>(u"workers"_s, 21, bind, readWorker, m_system.pool().connection())},
                                          request).read(page);
    return page;
}

RateLimitPage Inspector::rateLimits(std::optional<bool> isEmpty, const PageRequest &request) const
{
    const auto bind = [isEmpty](Statement &statement) -> Statement & {
        return statement.bind("is_empty", inspect::optionalBool(isEmpty));
    };
    RateLimitPage page;
    page.rows = inspect::Walk<RateLimitInfo>({namedRows<RateLimitInfo>(u"rate_limits"_s, 10, bind, readRateLimit, m_system.pool().connection())},
                                             request).read(page);
    return page;
}

TaskPage Inspector::tasks(const PageRequest &request) const
{
    Connection &connection = m_system.pool().connection();
    const auto bind = [](Statement &statement) -> Statement & { return statement; };
    TaskPage page;
    page.rows = inspect::Walk<TaskInfo>({namedRows<TaskInfo>(u"tasks"_s, 5, bind, readTask, connection)}, request).read(page);
    QStringList names;
    for (const TaskInfo &task : std::as_const(page.rows))
        names += task.taskIdentifier;
    const QHash<QString, TaskFigures> figures = measureTasks(connection, names);
    for (TaskInfo &task : page.rows) {
        const TaskFigures figure = figures.value(task.taskIdentifier);
        task.executions = figure.executions;
        task.failures = figure.failures;
        task.executionP50 = figure.executionP50;
        task.executionP95 = figure.executionP95;
        task.queueTimeP50 = figure.queueTimeP50;
        task.queueTimeP95 = figure.queueTimeP95;
    }
    return page;
}

QStringList Inspector::names(NameKind kind, const QString &prefix, int limit) const
{
    inspect::checkText(u"prefix"_s, prefix);
    static const QString queries[] = {u"inspect/name_tasks"_s, u"inspect/name_queues"_s, u"inspect/name_flags"_s,
                                      u"inspect/name_workers"_s, u"inspect/name_rate_limits"_s};
    if (limit < 1 || limit > 10'000)
        throw Error(Error::Kind::Usage, u"limit: must be from 1 to 10,000"_s).withArgument(u"limit"_s);
    Statement statement(m_system.pool().connection(), queries[int(kind)]);
    statement.bind("prefix", prefix.isNull() ? u""_s : prefix).bind("rows", limit).exec();
    QStringList names;
    while (statement.next())
        names += statement.text(0);
    return names;
}

} // namespace jobq
