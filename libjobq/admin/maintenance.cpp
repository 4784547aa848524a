// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"

#include "admin/admincall.h"
#include "admin/maintenancetasks.h"
#include "job/checks.h"

#include <QRandomGenerator>

#include <cmath>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

// Runs a task, and writes it into the audit where an operator asked for it.
template<typename Work>
qint64 audited(const System &system, const QString &kind, const std::optional<OperationContext> &context, Work &&work)
{
    if (context)
        checkContext(*context);
    const qint64 count = work();
    if (context) {
        onConnection(system, [&](Connection &connection) {
            Statement statement(connection, u"admin/record_maintenance"_s);
            statement.bind("kind", kind).bind("affected_count", count);
            bindContext(statement, *context).exec();
        });
    }
    return count;
}

MaintenanceTask readTask(const Statement &row)
{
    return {.name = row.text(0),
            .period = std::chrono::milliseconds(std::llround(row.real(1))),
            .lastStartedAt = row.dateTime(2),
            .lastFinishedAt = row.dateTime(3),
            .lastCount = row.optionalInt64(4),
            .lastError = row.optionalText(5),
            .lastRunBy = row.optionalText(6),
            .running = row.boolean(7),
            .nextRunAt = row.dateTime(8)};
}

} // namespace

Maintenance::Maintenance(const System &system)
    : m_system(system)
{
}

qint64 Maintenance::gcJobHistory(const std::optional<OperationContext> &context) const
{
    return audited(m_system, u"gc_job_history"_s, context, [&] { return collectHistory(m_system, RowScope::All, [] {}); });
}

qint64 Maintenance::gcJobQueues(const std::optional<OperationContext> &context) const
{
    return audited(m_system, u"gc_job_queues"_s, context, [&] { return collectQueues(m_system); });
}

qint64 Maintenance::gcTaskIdentifiers(const TaskGcOptions &options, const std::optional<OperationContext> &context) const
{
    checkDuration(u"options.retention"_s, options.retention);
    return audited(m_system, u"gc_task_identifiers"_s, context,
                   [&] { return collectTaskIdentifiers(m_system, options.retention); });
}

qint64 Maintenance::releaseDeadWorkers() const
{
    return runCounting(m_system, u"admin/release_dead_workers"_s);
}

qint64 Maintenance::pruneWorkers() const
{
    return runCounting(m_system, u"admin/prune_workers"_s);
}

qint64 Maintenance::mendQueues() const
{
    return runCounting(m_system, u"admin/mend_queues"_s);
}

qint64 Maintenance::createPartitions() const
{
    return runCounting(m_system, u"admin/create_partitions"_s);
}

qint64 Maintenance::pruneOperations() const
{
    return runCounting(m_system, u"admin/prune_operations"_s);
}

QList<MaintenanceTask> Maintenance::schedule() const
{
    return onConnection(m_system, [](Connection &connection) {
        Statement statement(connection, u"admin/list_maintenance"_s);
        statement.exec();
        QList<MaintenanceTask> tasks;
        while (statement.next())
            tasks.append(readTask(statement));
        return tasks;
    });
}

void Maintenance::setPeriod(const QString &task, std::chrono::milliseconds period, const OperationContext &context) const
{
    checkName(u"task"_s, task);
    checkDuration(u"period"_s, period);
    checkContext(context);
    onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/set_maintenance_period"_s);
        statement.bind("task", task).bind("period_ms", period);
        bindContext(statement, context).exec();
    });
}

qint64 Maintenance::runNow(const QString &task, const std::optional<OperationContext> &context) const
{
    checkName(u"task"_s, task);
    return audited(m_system, task, context, [&] {
        // Two calls of one process must not take each other's lease for their own.
        const QString runner = runnerName() + u'/' + QString::number(QRandomGenerator::global()->generate(), 36);
        const std::optional<MaintenanceLease> lease = MaintenanceLease::claim(m_system, runner, task);
        if (!lease)
            throw Error(Error::Kind::Conflict, u"task: another process is running maintenance"_s).withArgument(u"task"_s);
        return runLeased(m_system, *lease, [] {});
    });
}

} // namespace jobq
