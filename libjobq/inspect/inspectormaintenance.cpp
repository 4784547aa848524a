// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/statement.h"
#include "inspect/filtersql.h"
#include "inspect/rows.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

void readGarbage(Connection &connection, MaintenancePreview &preview)
{
    Statement garbage(connection, u"inspect/count_garbage"_s);
    garbage.execOne();
    preview.expiredHistory = {garbage.int64(0), garbage.boolean(1)};
    preview.emptyQueues = {garbage.int64(2), garbage.boolean(3)};
    preview.unusedTasks = {garbage.int64(4), garbage.boolean(3)};
    preview.staleLocks = {garbage.int64(5), garbage.boolean(6)};
    preview.emptyQueueNames = garbage.textList(7);
    preview.unusedTaskNames = garbage.textList(8);

    Statement partition(connection, u"inspect/list_expired_partitions"_s);
    partition.exec();
    qint64 rows = 0;
    while (partition.next()) {
        preview.droppablePartitions += partition.text(0);
        rows += partition.int64(1);
    }
    // What the partitions' statistics say is more than what was looked at, unless they have none yet.
    if (rows > preview.expiredHistory.value)
        preview.expiredHistory = {rows, false};
}

QList<TableSize> readTables(Connection &connection)
{
    QList<TableSize> tables;
    Statement row(connection, u"inspect/list_tables"_s);
    row.exec();
    while (row.next())
        tables.append({row.text(0), {row.int64(1), false}, row.int64(2), row.int64(3), row.int64(4), row.int64(5), row.dateTime(6),
                       row.dateTime(7)});
    return tables;
}

QList<MaintenanceTaskInfo> readTasks(Connection &connection)
{
    QList<MaintenanceTaskInfo> tasks;
    Statement row(connection, u"inspect/list_maintenance_tasks"_s);
    row.exec();
    while (row.next())
        tasks.append({row.text(0), std::chrono::milliseconds(row.int64(1)), row.dateTime(2), row.dateTime(3), row.optionalInt64(4),
                      row.optionalText(5), row.optionalText(6)});
    return tasks;
}

std::optional<OldestTransaction> readOldestTransaction(Connection &connection)
{
    Statement row(connection, u"inspect/find_oldest_transaction"_s);
    row.exec();
    if (!row.next())
        return std::nullopt;
    return OldestTransaction{std::chrono::milliseconds(row.int64(0)), row.optionalInt64(1), row.text(2), row.text(3)};
}

} // namespace

MaintenancePreview Inspector::maintenancePreview() const
{
    Connection &connection = m_system.pool().connection();
    MaintenancePreview preview;
    readGarbage(connection, preview);
    preview.tables = readTables(connection);
    preview.tasks = readTasks(connection);
    preview.oldestTransaction = readOldestTransaction(connection);
    return preview;
}

ExpiredHistory Inspector::expiredHistory(int limit) const
{
    if (limit < 1 || limit > 1000)
        throw Error(Error::Kind::Usage, u"limit: must be from 1 to 1,000"_s).withArgument(u"limit"_s);
    Connection &connection = m_system.pool().connection();
    ExpiredHistory expired;
    Statement group(connection, u"inspect/group_expired"_s);
    group.exec();
    while (group.next())
        expired.groups.append({group.text(0), group.optionalText(1), group.int64(2)});
    Statement record(connection, u"inspect/sample_expired"_s);
    record.bind("rows", limit).exec();
    while (record.next())
        expired.sample.append({record.int64(0), record.text(1), record.optionalText(2), inspect::historyStatusOf(record.text(3)), record.int32(4),
                               record.dateTime(5), record.dateTime(6)});
    return expired;
}

Payload Inspector::diagnosis() const
{
    Statement row(m_system.pool().connection(), u"inspect/diagnose_server"_s);
    row.execOne();
    return Payload::fromText(row.text(0));
}

ServerFacts Inspector::serverFacts() const
{
    Statement row(m_system.pool().connection(), u"inspect/read_server_facts"_s);
    row.execOne();
    ServerFacts facts;
    facts.serverTime = row.dateTime(0);
    facts.serverVersion = row.text(1);
    facts.serverVersionNumber = row.int32(2);
    facts.schemaVersion = row.int32(3);
    facts.database = row.text(4);
    facts.databaseBytes = row.int64(5);
    facts.role = row.text(6);
    facts.isSuperuser = row.boolean(7);
    facts.isReadOnly = row.boolean(8);
    facts.isInRecovery = row.boolean(9);
    facts.mayEnqueue = row.boolean(10);
    facts.mayOperate = row.boolean(11);
    facts.mayAdminister = row.boolean(12);
    facts.timeZone = row.text(13);
    facts.startedAt = row.dateTime(14);
    return facts;
}

} // namespace jobq
