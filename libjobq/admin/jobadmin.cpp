// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/jobadmin.h"

#include "admin/admincall.h"
#include "job/checks.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestReason = 10'000;

void checkOptions(const RescheduleOptions &options)
{
    if (!options.runAt && !options.priority && !options.maxAttempts)
        throw usageError(u"options"_s, u"give at least one of runAt, priority and maxAttempts"_s);
    if (options.runAt)
        checkTime(u"options.runAt"_s, *options.runAt);
    if (options.maxAttempts && *options.maxAttempts < 1)
        throw usageError(u"options.maxAttempts"_s, u"must be 1 or more, not %1"_s.arg(*options.maxAttempts));
}

OperationReport permanentlyFail(const System &system, const JobArguments &jobs, const QString &reason, const OperationContext &context)
{
    if (reason.isEmpty())
        throw usageError(u"reason"_s, u"must not be empty"_s);
    checkText(u"reason"_s, reason, LongestReason);
    checkContext(context);
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/permanently_fail_jobs"_s);
        statement.bind("ids", jobs.ids).bind("revisions", jobs.revisions).bind("error", reason);
        return readReport(bindContext(statement, context));
    });
}

OperationReport reschedule(const System &system, const JobArguments &jobs, const RescheduleOptions &options, const OperationContext &context)
{
    checkOptions(options);
    checkContext(context);
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/reschedule_jobs"_s);
        statement.bind("ids", jobs.ids)
            .bind("revisions", jobs.revisions)
            .bind("run_at", options.runAt.value_or(QDateTime()))
            .bind("priority", options.priority)
            .bind("max_attempts", options.maxAttempts);
        return readReport(bindContext(statement, context));
    });
}

OperationPreview examine(Connection &connection, const QString &kind, const QList<JobId> &ids, std::optional<int> maxAttempts = {})
{
    Statement statement(connection, u"admin/examine_jobs"_s);
    statement.bind("kind", kind).bind("ids", ids).bind("max_attempts", maxAttempts);
    return readPreview(connection, statement);
}

struct LockFilter {
    std::optional<QStringList> workerIds = {};
    std::optional<QStringList> queueNames = {};
    bool namedQueuesOnly = false;
};

Statement &bindFilter(Statement &statement, const LockFilter &filter)
{
    return statement.bind("worker_ids", filter.workerIds)
        .bind("queue_names", filter.queueNames)
        .bind("named_only", filter.namedQueuesOnly);
}

OperationReport unlock(const System &system, const LockFilter &filter, const QString &kind, const OperationContext &context)
{
    checkContext(context);
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/force_unlock_matching"_s);
        bindFilter(statement, filter).bind("kind", kind);
        return readReport(bindContext(statement, context));
    });
}

QString unlockSql(const OperationPreview &preview)
{
    return u"SELECT * FROM jobq.force_unlock_jobs(%1, %2, 'the lock was forced open', false, 'force_unlock_jobs', '{}');"_s.arg(
        idsLiteral(preview), revisionsLiteral(preview));
}

OperationPreview previewUnlock(const System &system, const LockFilter &filter)
{
    return onConnection(system, [&](Connection &connection) {
        Statement statement(connection, u"admin/examine_locks"_s);
        bindFilter(statement, filter);
        OperationPreview preview = readPreview(connection, statement);
        preview.sql = unlockSql(preview);
        return preview;
    });
}

QString orNull(const std::optional<int> &number)
{
    return number ? QString::number(*number) : u"NULL"_s;
}

} // namespace

JobAdmin::JobAdmin(const System &system)
    : m_system(system)
{
}

OperationReport JobAdmin::permanentlyFailJobs(const QList<JobId> &ids, const QString &reason, const OperationContext &context) const
{
    return permanentlyFail(m_system, JobArguments(ids), reason, context);
}

OperationReport JobAdmin::permanentlyFailJobs(const FrozenJobs &jobs, const QString &reason, const OperationContext &context) const
{
    return permanentlyFail(m_system, JobArguments(jobs), reason, context);
}

OperationPreview JobAdmin::previewPermanentlyFailJobs(const QList<JobId> &ids, const QString &reason) const
{
    checkText(u"reason"_s, reason, LongestReason);
    return onConnection(m_system, [&](Connection &connection) {
        OperationPreview preview = examine(connection, u"permanently_fail_jobs"_s, ids);
        preview.sql = u"SELECT * FROM jobq.permanently_fail_jobs(%1, %2, %3);"_s.arg(
            idsLiteral(preview), revisionsLiteral(preview), sqlLiteral(reason.isNull() ? u""_s : reason));
        return preview;
    });
}

OperationReport JobAdmin::rescheduleJobs(const QList<JobId> &ids, const RescheduleOptions &options, const OperationContext &context) const
{
    return reschedule(m_system, JobArguments(ids), options, context);
}

OperationReport JobAdmin::rescheduleJobs(const FrozenJobs &jobs, const RescheduleOptions &options, const OperationContext &context) const
{
    return reschedule(m_system, JobArguments(jobs), options, context);
}

OperationPreview JobAdmin::previewRescheduleJobs(const QList<JobId> &ids, const RescheduleOptions &options) const
{
    checkOptions(options);
    return onConnection(m_system, [&](Connection &connection) {
        OperationPreview preview = examine(connection, u"reschedule_jobs"_s, ids, options.maxAttempts);
        const QString runAt = options.runAt ? options.runAt->toUTC().toString(Qt::ISODateWithMs) : QString();
        preview.sql = u"SELECT * FROM jobq.reschedule_jobs(%1, %2, %3, %4, %5);"_s.arg(
            idsLiteral(preview), revisionsLiteral(preview), sqlLiteral(runAt), orNull(options.priority), orNull(options.maxAttempts));
        return preview;
    });
}

OperationReport JobAdmin::forceUnlockJobs(const std::optional<QStringList> &workerIds, const OperationContext &context) const
{
    checkNames(u"workerIds"_s, workerIds);
    return unlock(m_system, {.workerIds = workerIds}, u"force_unlock_jobs"_s, context);
}

OperationReport JobAdmin::forceUnlockJobs(const FrozenJobs &jobs, const OperationContext &context) const
{
    checkContext(context);
    const JobArguments arguments(jobs);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/force_unlock_jobs"_s);
        statement.bind("ids", arguments.ids).bind("revisions", arguments.revisions);
        return readReport(bindContext(statement, context));
    });
}

OperationPreview JobAdmin::previewForceUnlockJobs(const std::optional<QStringList> &workerIds) const
{
    checkNames(u"workerIds"_s, workerIds);
    return previewUnlock(m_system, {.workerIds = workerIds});
}

OperationPreview JobAdmin::previewForceUnlockJobs(const QList<JobId> &ids) const
{
    return onConnection(m_system, [&](Connection &connection) {
        OperationPreview preview = examine(connection, u"force_unlock_jobs"_s, ids);
        preview.sql = unlockSql(preview);
        return preview;
    });
}

OperationReport JobAdmin::forceUnlockQueues(const std::optional<QStringList> &queueNames, const OperationContext &context) const
{
    checkNames(u"queueNames"_s, queueNames);
    return unlock(m_system, {.queueNames = queueNames, .namedQueuesOnly = true}, u"force_unlock_queues"_s, context);
}

OperationPreview JobAdmin::previewForceUnlockQueues(const std::optional<QStringList> &queueNames) const
{
    checkNames(u"queueNames"_s, queueNames);
    return previewUnlock(m_system, {.queueNames = queueNames, .namedQueuesOnly = true});
}

qsizetype JobAdmin::resetLockedJobs(const ResetOptions &options, const OperationContext &context) const
{
    checkDuration(u"options.timeout"_s, options.timeout);
    checkContext(context);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/reset_locked_jobs"_s);
        statement.bind("timeout_ms", options.timeout).bind("keep_live", options.keepLiveWorkers);
        return readReport(bindContext(statement, context)).changed.size();
    });
}

OperationReport JobAdmin::resetLockedJobs(const FrozenJobs &jobs, const ResetOptions &options, const OperationContext &context) const
{
    checkDuration(u"options.timeout"_s, options.timeout);
    checkContext(context);
    const JobArguments arguments(jobs);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/reset_locks"_s);
        statement.bind("ids", arguments.ids).bind("revisions", arguments.revisions).bind("timeout_ms", options.timeout);
        return readReport(bindContext(statement, context));
    });
}

OperationPreview JobAdmin::previewResetLockedJobs(const ResetOptions &options) const
{
    checkDuration(u"options.timeout"_s, options.timeout);
    return onConnection(m_system, [&](Connection &connection) {
        Statement statement(connection, u"admin/examine_old_locks"_s);
        statement.bind("timeout_ms", options.timeout).bind("keep_live", options.keepLiveWorkers);
        OperationPreview preview = readPreview(connection, statement);
        preview.sql = u"SELECT * FROM jobq.force_unlock_jobs(%1, %2, 'the lock had reached its age limit', true, 'reset_locked_jobs', "
                      "jsonb_build_object('timeout', interval '%3 milliseconds'));"_s.arg(idsLiteral(preview), revisionsLiteral(preview))
                          .arg(options.timeout.count());
        return preview;
    });
}

} // namespace jobq
