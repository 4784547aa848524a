// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/plan.h"

#include "services/lookahead.h"

#include <QHash>

namespace jobq::console {

namespace {

QString spanText(std::chrono::milliseconds span)
{
    const qint64 seconds = (span.count() + 999) / 1000;
    return seconds < 120 ? Plans::tr("%1 s").arg(seconds) : seconds < 7200 ? Plans::tr("%1 min").arg((seconds + 59) / 60) : Plans::tr("%1 h").arg((seconds + 3599) / 3600);
}

// How many of them there are of each rate limit.
QHash<QString, qint64> jobsByLimit(const Inspector &inspector, const QList<JobRevision> &jobs)
{
    constexpr qsizetype chunk = 10'000;
    QHash<QString, qint64> counts;
    for (qsizetype first = 0; first < jobs.size(); first += chunk) {
        QList<JobId> ids;
        for (const JobRevision &job : jobs.mid(first, chunk))
            ids.append(job.id);
        for (const ListedJob &job : inspector.jobsById(ids, 0)) {
            if (job.rateLimitKey)
                ++counts[*job.rateLimitKey];
        }
    }
    return counts;
}

// How long the limits hold the new jobs up, behind those that wait for a token already.
QStringList drainNotes(const Inspector &inspector, const QList<JobRevision> &jobs)
{
    const QHash<QString, qint64> counts = jobsByLimit(inspector, jobs);
    QStringList notes;
    if (counts.isEmpty())
        return notes;
    PageRequest request;
    request.limit = 10'000;
    for (const RateLimitInfo &limit : inspector.rateLimits({}, request).rows) {
        const qint64 added = counts.value(limit.key);
        if (added == 0)
            continue;
        const qint64 all = added + limit.readyJobs.value;
        if (limit.capacity == 0) {
            notes << Plans::tr("The rate limit “%1” lets none of its %2 jobs start.").arg(limit.key).arg(all);
            continue;
        }
        const qint64 windows = (all + limit.capacity - 1) / limit.capacity;
        notes << Plans::tr("The rate limit “%1” starts %2 jobs in %3: for these and what waits already (%4 jobs) it needs about %5.")
                     .arg(limit.key).arg(limit.capacity).arg(spanText(limit.interval)).arg(all).arg(spanText(limit.interval * windows));
    }
    return notes;
}

// The canary's jobs are looked at once more by themselves: sample, groups and SQL are then theirs alone.
void cutToCanary(const JobAdmin &admin, ReplayOptions options, OperationPreview &jobs, int canary)
{
    options.jobIds = QList<JobId>();
    for (const JobRevision &job : jobs.eligible.mid(0, canary))
        options.jobIds->append(job.id);
    OperationPreview few = admin.previewReplayFailedJobs(options);
    few.skipped = jobs.skipped;
    jobs = few;
}

// An execution that matched, but not as the last of its job: nothing has changed, it just isn't what was asked for.
void sayThatLaterOnesCount(OperationPreview &jobs)
{
    for (SkippedJob &job : jobs.skipped) {
        if (job.reason == SkipReason::Changed)
            job.reason = SkipReason::NoMatch;
    }
}

} // namespace

Plan Plans::replay(const std::optional<JobSelection> &jobs, const ReplayOptions &options, int canary)
{
    Plan plan;
    plan.title = jobs ? tr("Replay %1").arg(jobs->phrase()) : tr("Replay failed jobs");
    plan.verb = tr("Replay");
    plan.icon = QStringLiteral("replay");
    plan.isReplay = true;
    plan.canBeUndone = true;
    plan.undoNote = tr("Can be undone for the new jobs that have not begun yet.");
    plan.preview = [jobs, options, canary](const System &system) {
        PlanPreview preview;
        const JobAdmin admin(system);
        ReplayOptions wanted = options;
        QList<QUuid> executions;
        const auto look = [&](const QList<JobId> &ids) {
            wanted.jobIds = ids;
            if (jobs->isOfExecutions())
                wanted.correlationIds = executions;
            return admin.previewReplayFailedJobs(wanted);
        };
        const LookAhead found = jobs ? lookAhead(system, *jobs, look, &executions) : LookAhead{admin.previewReplayFailedJobs(options)};
        preview.jobs = found.jobs;
        if (found.isCut)
            preview.notes << doAgainNote();
        if (wanted.correlationIds)
            sayThatLaterOnesCount(preview.jobs);
        const qsizetype all = preview.jobs.eligible.size();
        if (canary > 0 && all > canary) {
            cutToCanary(admin, wanted, preview.jobs, canary);
            preview.notes << tr("These are the canary: %Ln other job(s) wait. If it goes well, replay again: what was replayed is skipped then.", nullptr, int(all - preview.jobs.eligible.size()));
        }
        preview.sql = preview.jobs.sql;
        preview.affected = preview.jobs.eligible.size();
        preview.notes << tr("Each becomes a new job with the same task, payload, queue and priority, and the flag “replay”, due at once.");
        preview.notes += drainNotes(Inspector(system), preview.jobs.eligible);
        return preview;
    };
    plan.runBatch = [most = options.maxAttempts](const System &system, const FrozenJobs &frozen, const OperationContext &context) {
        const OperationReport report = JobAdmin(system).replayFailedJobs(frozen, most, context);
        return BatchResult{report.changed.size(), report.skipped, report.operationId, {}};
    };
    return plan;
}

} // namespace jobq::console
