// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenancetasks.h"

#include "admin/admincall.h"
#include "admin/jobadmin.h"

#include <QCoreApplication>
#include <QHash>
#include <QSysInfo>

#include <limits>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 BlocksPerBatch = 2048; // 16 MiB
constexpr qint64 SomeRows = 10'000;
// Locks on whole tables are only tried for a moment each, so they may well be refused a few times.
constexpr int Tries = 20;

struct ExpiredPartition {
    QString name;
    bool whole = false;
    qint64 blocks = 0;
};

QList<ExpiredPartition> expiredPartitions(const System &system)
{
    return onConnection(system, [](Connection &connection) {
        Statement statement(connection, u"admin/expired_history_partitions"_s);
        statement.exec();
        QList<ExpiredPartition> partitions;
        while (statement.next())
            partitions.append({statement.text(0), statement.boolean(1), statement.int64(2)});
        return partitions;
    });
}

qint64 deleteRows(const System &system, const QString &partition, qint64 fromBlock, qint64 toBlock, qint64 limit)
{
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/delete_expired_history"_s);
        statement.bind("name", partition).bind("from_block", fromBlock).bind("to_block", toBlock).bind("row_limit", limit);
        return statement.execOne().int64(0);
    });
}

qint64 dropPartition(const System &system, const QString &partition)
{
    return replayWhenBusy(
        [&] {
            Statement statement(system.pool().connection(), u"admin/drop_history_partition"_s);
            return statement.bind("name", partition).execOne().int64(0);
        },
        Tries);
}

std::optional<qint64> truncatePartition(const System &system, const QString &partition)
{
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/truncate_history_partition"_s);
        return statement.bind("name", partition).execOne().optionalInt64(0);
    });
}

qint64 emptyPartition(const System &system, const ExpiredPartition &partition, const Heartbeat &heartbeat)
{
    if (const std::optional<qint64> truncated = truncatePartition(system, partition.name))
        return *truncated;
    qint64 count = 0;
    for (qint64 block = 0; block < partition.blocks; block += BlocksPerBatch) {
        heartbeat();
        count += deleteRows(system, partition.name, block, block + BlocksPerBatch, std::numeric_limits<qint64>::max());
    }
    return count;
}

// For programs without a lease; a worker that gives signs of life may well need longer for a job.
qint64 resetLocks(const System &system)
{
    return JobAdmin(system).resetLockedJobs({.keepLiveWorkers = true}, {.reason = u"maintenance"_s});
}

} // namespace

qint64 collectHistory(const System &system, RowScope scope, const Heartbeat &heartbeat)
{
    qint64 count = 0;
    for (const ExpiredPartition &partition : expiredPartitions(system)) {
        heartbeat();
        if (partition.whole)
            count += dropPartition(system, partition.name);
        else if (scope == RowScope::All || partition.name == "history_default"_L1)
            count += emptyPartition(system, partition, heartbeat);
        else
            count += deleteRows(system, partition.name, 0, partition.blocks, SomeRows);
    }
    return count;
}

qint64 runCounting(const System &system, const QString &query)
{
    return onConnection(system, [&](Connection &connection) { return Statement(connection, query).execOne().int64(0); });
}

// Two transactions each, see the table jobq.retired. The first may be refused its lock; the second is for what an
// earlier run left behind, too.
qint64 collectQueues(const System &system)
{
    runCounting(system, u"admin/retire_queues"_s);
    const qint64 gone = runCounting(system, u"admin/settle_queues"_s);
    // Rate limits are removed in two halves too, by hand: nobody else would see to those that were left between.
    onConnection(system, [&](Connection &connection) {
        Statement settle(connection, u"admin/settle_rate_limits"_s);
        bindContext(settle.bind("key", std::optional<QString>()), {}).exec();
    });
    return gone;
}

qint64 collectTaskIdentifiers(const System &system, std::chrono::milliseconds retention)
{
    onConnection(system, [&](Connection &connection) {
        Statement(connection, u"admin/retire_lanes"_s).bind("retention_ms", retention).exec();
    });
    return runCounting(system, u"admin/settle_lanes"_s);
}

qint64 runTask(const System &system, const QString &task, const Heartbeat &heartbeat)
{
    if (task == "gc_job_history"_L1)
        return collectHistory(system, RowScope::Some, heartbeat);
    if (task == "gc_job_queues"_L1)
        return collectQueues(system);
    if (task == "gc_task_identifiers"_L1)
        return collectTaskIdentifiers(system, TaskGcOptions().retention);
    if (task == "reset_locked_jobs"_L1)
        return resetLocks(system);
    if (task == "release_dead_workers"_L1 || task == "create_partitions"_L1)
        return runCounting(system, u"admin/"_s + task);
    return onConnection(system, [&](Connection &connection) {
        return Statement(connection, u"admin/run_maintenance_function"_s).bind("task", task).execOne().int64(0);
    });
}

std::optional<MaintenanceLease> MaintenanceLease::claim(const System &system, const QString &runner, const QString &task)
{
    return onConnection(system, [&](Connection &connection) -> std::optional<MaintenanceLease> {
        Statement statement(connection, u"admin/claim_maintenance"_s);
        if (!statement.bind("runner", runner).bind("task", task).exec().next())
            return std::nullopt;
        return MaintenanceLease(system, runner, statement.text(0), statement.text(1));
    });
}

MaintenanceLease::MaintenanceLease(const System &system, const QString &runner, const QString &task, const QString &token)
    : m_system(system)
    , m_runner(runner)
    , m_task(task)
    , m_token(token)
{
}

void MaintenanceLease::renew() const
{
    const bool held = onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/renew_maintenance"_s);
        return statement.bind("runner", m_runner).bind("task", m_task).bind("lease", m_token).execOne().boolean(0);
    });
    if (!held)
        throw Error(Error::Kind::Conflict, u"Another process has taken over the maintenance."_s);
}

void MaintenanceLease::finish(std::optional<qint64> count, const QString &error) const
{
    onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/finish_maintenance"_s);
        statement.bind("runner", m_runner)
            .bind("task", m_task)
            .bind("lease", m_token)
            .bind("result_count", count)
            .bind("error", error)
            .exec();
    });
}

qint64 runLeased(const System &system, const MaintenanceLease &lease, const Heartbeat &heartbeat)
{
    try {
        const qint64 count = runTask(system, lease.task(), [&] {
            heartbeat();
            lease.renew();
        });
        lease.finish(count, {});
        return count;
    } catch (const Error &error) {
        const bool reachable = error.kind() != Error::Kind::Connection && error.kind() != Error::Kind::OutcomeUnknown;
        if (reachable)
            lease.finish({}, error.message().left(1000));
        throw;
    }
}

QString runnerName()
{
    return QSysInfo::machineHostName() + u':' + QString::number(QCoreApplication::applicationPid());
}

} // namespace jobq
