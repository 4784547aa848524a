// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

namespace jobq::console {

namespace {

Plan gcPlan(const QString &title, const QString &sql, const std::function<Count(const MaintenancePreview &)> &count,
            const std::function<qint64(const Maintenance &, const OperationContext &)> &run)
{
    Plan plan;
    plan.title = title;
    plan.verb = Plans::tr("Delete");
    plan.icon = QStringLiteral("trash");
    plan.isDangerous = true;
    plan.undoNote = Plans::tr("Can't be undone.");
    plan.preview = [count, sql](const System &system) {
        const Count found = count(Inspector(system).maintenancePreview());
        PlanPreview preview;
        preview.affected = found.value;
        preview.isEstimate = !found.exact;
        preview.sql = sql;
        return preview;
    };
    plan.runWhole = [run](const System &system, const OperationContext &context) {
        BatchResult result;
        result.changed = run(Maintenance(system), context);
        return result;
    };
    return plan;
}

QString quoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

} // namespace

Plan Plans::gcHistory()
{
    return gcPlan(
        tr("Delete expired history"), QStringLiteral("SELECT jobq.gc_job_history();"),
        [](const MaintenancePreview &preview) { return preview.expiredHistory; },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcJobHistory(context); });
}

Plan Plans::gcQueues()
{
    return gcPlan(
        tr("Forget empty queues"), QStringLiteral("SELECT jobq.gc_job_queues();"),
        [](const MaintenancePreview &preview) { return preview.emptyQueues; },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcJobQueues(context); });
}

Plan Plans::gcTasks()
{
    return gcPlan(
        tr("Forget unused task identifiers"), QStringLiteral("SELECT jobq.gc_task_identifiers(interval '7 days');"),
        [](const MaintenancePreview &preview) { return preview.unusedTasks; },
        [](const Maintenance &maintenance, const OperationContext &context) { return maintenance.gcTaskIdentifiers({}, context); });
}

Plan Plans::resetLocked(std::chrono::milliseconds timeout)
{
    Plan plan;
    plan.title = tr("Reset stale locks");
    plan.verb = tr("Reset locks");
    plan.icon = QStringLiteral("unlock");
    plan.isDangerous = true;
    plan.undoNote = tr("Can't be undone: another worker may take the jobs at once.");
    plan.preview = [timeout](const System &system) {
        LockedFilter filter;
        filter.minLockedFor = timeout;
        PageRequest request;
        request.limit = 1000;
        const LockedPage page = Inspector(system).lockedJobs(filter, request);
        PlanPreview preview;
        preview.affected = page.rows.size();
        preview.isEstimate = page.hasAfter;
        for (const LockedJob &locked : page.rows.mid(0, 20))
            preview.jobs.sample.append({locked.job.id, locked.job.taskIdentifier, locked.job.queueName, locked.job.status, locked.job.runAt,
                                        locked.job.priority, locked.job.attempts, locked.job.maxAttempts, locked.job.lastError});
        preview.notes << tr("The executions are recorded as abandoned. A job without an attempt left becomes exhausted.");
        preview.sql = QStringLiteral("SELECT jobq.reset_locked_jobs(interval '%1 milliseconds');").arg(timeout.count());
        return preview;
    };
    plan.runWhole = [timeout](const System &system, const OperationContext &context) {
        BatchResult result;
        result.changed = JobAdmin(system).resetLockedJobs({timeout}, context);
        return result;
    };
    return plan;
}

Plan Plans::registerRateLimit(const QString &key, int capacity, const QString &interval)
{
    Plan plan;
    plan.title = tr("Set the rate limit “%1”").arg(key);
    plan.verb = tr("Set limit");
    plan.icon = QStringLiteral("rate-limits");
    plan.undoNote = tr("Set the former values again to take it back.");
    plan.preview = [=](const System &) {
        PlanPreview preview;
        preview.affected = 1;
        preview.notes << tr("At most %n job(s) of this key start in each window of %1.", nullptr, capacity).arg(interval)
                      << tr("A running window stays; its tokens are clamped to the new capacity.");
        preview.sql = QStringLiteral("SELECT jobq.register_rate_limit(%1, %2, interval %3);").arg(quoted(key)).arg(capacity).arg(quoted(interval));
        return preview;
    };
    plan.runWhole = [=](const System &system, const OperationContext &context) {
        RateLimits(system).registerRateLimit(key, capacity, interval, context);
        return BatchResult{1, {}, {}, {}};
    };
    return plan;
}

Plan Plans::removeRateLimit(const QString &key)
{
    Plan plan;
    plan.title = tr("Remove the rate limit “%1”").arg(key);
    plan.verb = tr("Remove");
    plan.icon = QStringLiteral("trash");
    plan.isDangerous = true;
    plan.undoNote = tr("Can't be undone, but the limit can be registered again.");
    plan.preview = [key](const System &) {
        PlanPreview preview;
        preview.affected = 1;
        preview.notes << tr("A limit that a job still names is not removed.");
        preview.sql = QStringLiteral("SELECT jobq.remove_rate_limit(%1);").arg(quoted(key));
        return preview;
    };
    plan.runWhole = [key](const System &system, const OperationContext &context) {
        RateLimits(system).removeRateLimit(key, context);
        return BatchResult{1, {}, {}, {}};
    };
    return plan;
}

Plan Plans::refillRateLimits()
{
    Plan plan;
    plan.title = tr("Refill rate limits whose window has ended");
    plan.verb = tr("Refill");
    plan.icon = QStringLiteral("rate-limits");
    plan.undoNote = tr("Needs no undo: the next claim would have refilled them too.");
    plan.preview = [](const System &system) {
        PlanPreview preview;
        PageRequest request;
        request.limit = 1000;
        for (const RateLimitInfo &limit : Inspector(system).rateLimits({}, request).rows)
            preview.affected += !limit.nextRefill.isValid();
        preview.sql = QStringLiteral("SELECT jobq.refill_rate_limits();");
        return preview;
    };
    plan.runWhole = [](const System &system, const OperationContext &) {
        return BatchResult{RateLimits(system).refillRateLimits(), {}, {}, {}};
    };
    return plan;
}

} // namespace jobq::console
