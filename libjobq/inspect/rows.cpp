// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/rows.h"

#include "db/jobrow.h"
#include "db/statement.h"
#include "inspect/filtersql.h"

namespace jobq::inspect {

using namespace Qt::StringLiterals;

ListedJob readListedJob(const Statement &row)
{
    ListedJob job;
    readJob(row, job);
    job.stage = stageOf(row.text(17));
    job.payloadBytes = row.int64(20);
    job.payloadCapped = row.boolean(21);
    job.lastErrorCapped = row.boolean(22);
    if (!row.isNull(23))
        job.progress = row.real(23);
    job.progressNote = row.optionalText(24);
    return job;
}

ListedRecord readRecord(const Statement &row)
{
    ListedRecord record;
    record.jobId = row.int64(0);
    record.correlationId = correlationId(row.int64(1), record.jobId);
    record.startedAt = row.dateTime(2);
    record.finishedAt = row.dateTime(3);
    record.expiresAt = row.dateTime(4);
    record.queueTime = std::chrono::microseconds(row.int64(5));
    record.executionTime = std::chrono::microseconds(row.int64(6));
    record.replayedAs = row.optionalInt64(7);
    record.attempt = row.int32(8);
    record.priority = row.int32(9);
    record.status = historyStatusOf(row.text(10));
    record.taskIdentifier = row.text(11);
    record.queueName = row.optionalText(12);
    record.workerId = row.text(13);
    record.payload = row.json(14);
    record.rateLimitKey = row.optionalText(15);
    record.errorMessage = row.optionalText(16);
    record.errorDetail = row.optionalText(17);
    if (!row.isNull(18))
        record.partialResults = partialResultsFromJson(row.text(18), row.text(19));
    record.payloadBytes = row.int64(20);
    record.payloadCapped = row.boolean(21);
    record.errorCapped = row.boolean(22);
    return record;
}

std::optional<std::chrono::milliseconds> millisecondsAt(const Statement &row, int column)
{
    const std::optional<qint64> value = row.optionalInt64(column);
    return value ? std::optional(std::chrono::milliseconds(qMax<qint64>(0, *value))) : std::nullopt;
}

std::optional<std::chrono::microseconds> microsecondsAt(const Statement &row, int column)
{
    const std::optional<qint64> value = row.optionalInt64(column);
    return value ? std::optional(std::chrono::microseconds(*value)) : std::nullopt;
}

WorkerHealth healthOf(const QString &name)
{
    if (name == "alive"_L1)
        return WorkerHealth::Alive;
    if (name == "silent"_L1)
        return WorkerHealth::Silent;
    return name == "dead"_L1 ? WorkerHealth::Dead : WorkerHealth::Unknown;
}

} // namespace jobq::inspect
