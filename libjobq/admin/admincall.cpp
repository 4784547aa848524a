// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/admincall.h"

#include "job/checks.h"

#include <QHash>

#include <algorithm>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype SampleSize = 20;

struct Group {
    QString task;
    std::optional<QString> queue;
    friend bool operator==(const Group &, const Group &) = default;
};

size_t qHash(const Group &group, size_t seed = 0)
{
    return qHashMulti(seed, group.task, group.queue.value_or(QString()));
}

QList<PreviewGroup> largestFirst(const QHash<Group, qsizetype> &counts)
{
    QList<PreviewGroup> groups;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        groups.append({it.key().task, it.key().queue, it.value()});
    std::sort(groups.begin(), groups.end(), [](const PreviewGroup &a, const PreviewGroup &b) {
        return std::tuple(-a.count, a.taskIdentifier, a.queueName) < std::tuple(-b.count, b.taskIdentifier, b.queueName);
    });
    return groups;
}

JobStatus statusOf(const QString &state)
{
    if (state == "locked"_L1)
        return JobStatus::Locked;
    return state == "exhausted"_L1 ? JobStatus::Exhausted : JobStatus::Available;
}

QList<PreviewedJob> readSample(Connection &connection, const QList<JobRevision> &eligible, bool ofFailures)
{
    QList<qint64> ids;
    QList<qint64> revisions;
    for (const JobRevision &job : eligible.first(std::min(SampleSize, eligible.size()))) {
        ids.append(job.id);
        revisions.append(job.revision);
    }
    if (ids.isEmpty())
        return {};
    Statement statement(connection, ofFailures ? u"admin/sample_failures"_s : u"admin/sample_jobs"_s);
    statement.bind("ids", ids);
    if (ofFailures)
        statement.bind("claim_tokens", revisions);
    statement.exec();
    QList<PreviewedJob> sample;
    while (statement.next()) {
        sample.append({.id = statement.int64(0),
                       .taskIdentifier = statement.text(1),
                       .queueName = statement.optionalText(2),
                       .status = statusOf(statement.text(3)),
                       .runAt = statement.dateTime(4),
                       .priority = statement.int32(5),
                       .attempts = statement.int32(6),
                       .maxAttempts = statement.int32(7),
                       .lastError = statement.optionalText(8)});
    }
    return sample;
}

} // namespace

JobArguments::JobArguments(const QList<JobId> &jobIds)
    : ids(jobIds)
{
}

JobArguments::JobArguments(const FrozenJobs &frozen)
    : revisions(QList<qint64>())
{
    for (const JobRevision &job : frozen.jobs()) {
        ids.append(job.id);
        revisions->append(job.revision);
    }
}

void checkText(const QString &argument, const QString &text, qsizetype most)
{
    if (text.size() > most)
        throw usageError(argument, u"is %1 characters long; at most %2 are allowed"_s.arg(text.size()).arg(most));
    checkStorable(argument, text);
}

void checkContext(const OperationContext &context)
{
    checkText(u"context.actor"_s, context.actor, MaxNameLength);
    checkText(u"context.reason"_s, context.reason, 10'000);
    checkText(u"context.group"_s, context.group, MaxNameLength);
}

void checkNames(const QString &argument, const std::optional<QStringList> &names)
{
    for (const QString &name : names.value_or(QStringList()))
        checkName(argument, name);
}

void checkDuration(const QString &argument, std::chrono::milliseconds duration)
{
    if (duration.count() < 0 || duration > std::chrono::years(1000))
        throw usageError(argument, u"must lie between 0 and 1000 years"_s);
}

void checkTime(const QString &argument, const QDateTime &time)
{
    if (!time.isValid())
        throw usageError(argument, u"is not a valid time"_s);
    const int year = time.toUTC().date().year();
    if (year < 1970 || year > 9999)
        throw usageError(argument, u"must lie between the years 1970 and 9999"_s);
}

Statement &bindContext(Statement &statement, const OperationContext &context)
{
    return statement.bind("actor", context.actor).bind("reason", context.reason).bind("action_group", context.group);
}

OperationReport readReport(Statement &statement, bool isReplay)
{
    statement.exec();
    OperationReport report;
    while (statement.next()) {
        if (!report.operationId)
            report.operationId = statement.optionalInt64(0);
        const JobId id = statement.int64(1);
        if (!statement.isNull(2))
            report.skipped.append({id, skipReasonOf(statement.text(2))});
        else if (isReplay)
            report.replayed.append({id, statement.int64(3)});
        else
            report.changed.append(id);
    }
    for (const ReplayedJob &replay : std::as_const(report.replayed))
        report.changed.append(replay.newId);
    return report;
}

OperationPreview readPreview(Connection &connection, Statement &statement, bool ofFailures)
{
    statement.exec();
    OperationPreview preview;
    QHash<Group, qsizetype> counts;
    while (statement.next()) {
        const JobId id = statement.int64(0);
        if (!statement.isNull(2)) {
            preview.skipped.append({id, skipReasonOf(statement.text(2))});
            continue;
        }
        preview.eligible.append({id, statement.int64(1)});
        ++counts[{statement.text(3), statement.optionalText(4)}];
    }
    preview.groups = largestFirst(counts);
    preview.sample = readSample(connection, preview.eligible, ofFailures);
    return preview;
}

QString sqlLiteral(const QString &text)
{
    return textLiteral(text, true);
}

QString idsLiteral(const OperationPreview &preview)
{
    return sqlLiteral(arrayLiteral(JobArguments(preview.frozen()).ids));
}

QString revisionsLiteral(const OperationPreview &preview)
{
    return sqlLiteral(arrayLiteral(*JobArguments(preview.frozen()).revisions));
}

} // namespace jobq
