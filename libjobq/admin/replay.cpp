// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/admincall.h"
#include "admin/jobadmin.h"
#include "db/jobrow.h"
#include "job/checks.h"

#include <QSet>
#include <QtEndian>

#include <limits>

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

// The id is in the last 8 bytes, below the bits of the UUID's variant: see correlationId().
JobId jobOf(const QUuid &correlationId)
{
    const QByteArray bytes = correlationId.toRfc4122();
    return qFromBigEndian<qint64>(bytes.constData() + 8) & std::numeric_limits<qint64>::max();
}

void checkMaxAttempts(const QString &argument, int maxAttempts)
{
    if (maxAttempts < 1)
        throw usageError(argument, u"must be 1 or more, not %1"_s.arg(maxAttempts));
}

void checkOptions(const ReplayOptions &options)
{
    if (!options.from && !options.to && !options.taskIdentifier && !options.jobIds && !options.correlationIds)
        throw usageError(u"options"_s, u"give at least one of from, to, taskIdentifier, jobIds and correlationIds"_s);
    if (options.from)
        checkTime(u"options.from"_s, *options.from);
    if (options.to)
        checkTime(u"options.to"_s, *options.to);
    if (options.from && options.to && *options.from > *options.to)
        throw usageError(u"options.to"_s, u"lies before options.from"_s);
    if (options.taskIdentifier)
        checkName(u"options.taskIdentifier"_s, *options.taskIdentifier);
    for (const QUuid &id : options.correlationIds.value_or(QList<QUuid>())) {
        if (id.isNull())
            throw usageError(u"options.correlationIds"_s, u"contains a null UUID"_s);
    }
    checkMaxAttempts(u"options.maxAttempts"_s, options.maxAttempts);
}

struct ReplayFilter {
    QDateTime from = {};
    QDateTime to = {};
    std::optional<QString> taskIdentifier = {};
    std::optional<QList<qint64>> jobIds = {};
    std::optional<QList<qint64>> claimTokens = {};
};

ReplayFilter filterOf(const ReplayOptions &options)
{
    checkOptions(options);
    ReplayFilter filter{.from = options.from.value_or(QDateTime()),
                        .to = options.to.value_or(QDateTime()),
                        .taskIdentifier = options.taskIdentifier,
                        .jobIds = options.jobIds};
    if (!options.correlationIds)
        return filter;
    const QList<JobId> chosen = options.jobIds.value_or(QList<JobId>());
    const QSet<JobId> allowed(chosen.cbegin(), chosen.cend());
    filter.jobIds = QList<qint64>();
    filter.claimTokens = QList<qint64>();
    for (const QUuid &id : *options.correlationIds) {
        if (options.jobIds && !allowed.contains(jobOf(id)))
            continue;
        filter.jobIds->append(jobOf(id));
        filter.claimTokens->append(claimTokenOf(id));
    }
    return filter;
}

ReplayFilter filterOf(const FrozenJobs &jobs)
{
    const JobArguments arguments(jobs);
    return {.jobIds = arguments.ids, .claimTokens = arguments.revisions};
}

Statement &bindFilter(Statement &statement, const ReplayFilter &filter)
{
    return statement.bind("from_time", filter.from)
        .bind("to_time", filter.to)
        .bind("task_identifier", filter.taskIdentifier)
        .bind("job_ids", filter.jobIds)
        .bind("claim_tokens", filter.claimTokens);
}

OperationReport replay(const System &system, const ReplayFilter &filter, int maxAttempts, const OperationContext &context)
{
    checkContext(context);
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/replay_failed_jobs"_s);
        bindFilter(statement, filter).bind("max_attempts", maxAttempts);
        return readReport(bindContext(statement, context), true);
    });
}

} // namespace

OperationReport JobAdmin::replayFailedJobs(const ReplayOptions &options, const OperationContext &context) const
{
    return replay(m_system, filterOf(options), options.maxAttempts, context);
}

OperationReport JobAdmin::replayFailedJobs(const FrozenJobs &jobs, int maxAttempts, const OperationContext &context) const
{
    checkMaxAttempts(u"maxAttempts"_s, maxAttempts);
    return replay(m_system, filterOf(jobs), maxAttempts, context);
}

OperationPreview JobAdmin::previewReplayFailedJobs(const ReplayOptions &options) const
{
    const ReplayFilter filter = filterOf(options);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/examine_failures"_s);
        OperationPreview preview = readPreview(connection, bindFilter(statement, filter), true);
        preview.sql = u"SELECT * FROM jobq.replay_failed_jobs(NULL, NULL, NULL, %1, %2, %3);"_s.arg(
            idsLiteral(preview), revisionsLiteral(preview), QString::number(options.maxAttempts));
        return preview;
    });
}

} // namespace jobq
