// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "tour.h"

#include <enqueue/jobenqueue.h>
#include <execution/workerexecution.h>
#include <inspect/filtertext.h>
#include <inspect/inspector.h>
#include <worker/futures.h>

#include <QEventLoop>
#include <QFutureWatcher>

using namespace jobq;
using namespace std::chrono_literals;

void showInspector(const System &sys)
{
    stop("Looking at jobs and their history");
    // [pages]
    const Inspector inspector(sys);
    const JobFilter filter{.stages = JobStage::Ready, .taskIdentifier = "index-page"};
    qsizetype rows = 0;
    PageRequest request{.limit = 300};
    for (JobPage page = inspector.jobs(filter, JobOrder::ByStage, request);; page = inspector.jobs(filter, JobOrder::ByStage, request)) {
        rows += page.rows.size();
        if (!page.hasAfter)
            break;
        request.cursor = page.end; // no offset: rows that come and go meanwhile shift nothing
    }
    // [/pages]
    check(rows == 1000 && inspector.countJobs(filter) == rows, "all of them, page by page");
    say(QStringLiteral("about %1").arg(inspector.estimateJobs(filter).value));

    const ParsedFilter parsed = parseFilterText("status:ready task:index-page args.page:7");
    check(!parsed.error && filterText(parsed.filter).contains("index-page"), "the same as a text");
    const JobId id = inspector.jobs(parsed.filter).rows.value(0).id;
    check(inspector.job(id).has_value() && inspector.jobsById({id, -1}).size() == 1, "one job");
    say(parseFilterText("status:nonsense").error.value().message);
    say(filterTextKeywords().join(' '));

    const HistoryFilter failed{.taskIdentifier = "charge", .statuses = {HistoryStatus::Failed}};
    const HistoryPage records = inspector.history(failed);
    check(records.rows.size() == 1 && inspector.countHistory(failed) == 1, "one failure");
    say(QStringLiteral("about %1 records").arg(inspector.estimateHistory({}).value));
    const HistoryRecord &record = records.rows.first();
    check(inspector.historyOfJob(record.jobId).size() == 1, "its executions");
    check(inspector.historyRecord(record.jobId, record.correlationId)->errorMessage == "the bank is closed", "all of one");
    const QDateTime now = inspector.serverFacts().serverTime;
    for (const FailureGroup &group : inspector.failures(now.addSecs(-3600), now.addSecs(1)).groups)
        say(QStringLiteral("%1 × %2").arg(group.count).arg(group.pattern));
}

void showStatistics(const System &sys)
{
    stop("Statistics");
    const Inspector inspector(sys);
    for (const QueueInfo &queue : inspector.queues().rows)
        say(QStringLiteral("queue “%1”: %2 ready, %3 scheduled").arg(queue.name).arg(queue.ready.value).arg(queue.scheduled.value));
    check(inspector.queue("images").has_value(), "a queue");
    say(QStringLiteral("%1 locked jobs, %2 workers").arg(inspector.lockedJobs().rows.size()).arg(inspector.workers().rows.size()));
    for (const RateLimitInfo &limit : inspector.rateLimits().rows)
        say(QStringLiteral("limit %1: %2 of %3").arg(limit.key).arg(limit.tokensNow).arg(limit.capacity));
    for (const TaskInfo &task : inspector.tasks({.limit = 3}).rows)
        say(QStringLiteral("task %1: %2 executions").arg(task.taskIdentifier).arg(task.executions));
    const Overview overview = inspector.overview();
    say(QStringLiteral("%1 ready, failures × %2%3").arg(overview.counts.ready.value).arg(overview.failureRatio())
            .arg(overview.hasFailureSpike() ? QStringLiteral(", a spike") : QString()));
    check(inspector.overview(overview.serverTime.addSecs(-600), overview.serverTime, 10).buckets.size() == 10, "ten minutes");
    check(inspector.diagnosis().object().contains("settings"), "what support asks for first");
    const MaintenancePreview preview = inspector.maintenancePreview();
    say(QStringLiteral("%1 expired records, %2 tables").arg(preview.expiredHistory.value).arg(preview.tables.size()));
    for (const ExpiredGroup &group : inspector.expiredHistory().groups)
        say(QStringLiteral("%1 expired records of %2").arg(group.count).arg(group.taskIdentifier));
    const ServerFacts facts = inspector.serverFacts();
    say(QStringLiteral("PostgreSQL %1, schema %2, as %3").arg(facts.serverVersion).arg(facts.schemaVersion).arg(facts.role));
    check(inspector.names(NameKind::Task, "send-").contains("send-email"), "completion");
}

void showExplanation(const System &sys)
{
    stop("Why does this job not run?");
    const Job job = JobEnqueue(sys).addJob("send-newsletter", {}, {.rateLimitKey = "smtp"});
    // [explain]
    const Explanation explanation = Inspector(sys).explain(job.id);
    for (const ExplanationCheck &check : explanation.checks)
        say((explanation.decisive() == &check ? "→ " : "  ") + check.sentence);
    // [/explain]
    check(explanation.decisive() != nullptr && explanation.check(CheckKind::RateLimit) != nullptr, "there is a reason");
}

void showFutures(const System &sys)
{
    stop("Without blocking the calling thread");
    QEventLoop loop;
    QString answer;
    // [future]
    const QFuture<JobPage> page = async(sys, [inspector = Inspector(sys)] { return inspector.jobs(); });
    QFuture<JobPage>(page)
        .then(&loop, [&](const JobPage &jobs) { answer = QStringLiteral("%1 jobs").arg(jobs.rows.size()); })
        .onFailed(&loop, [&](const Error &error) { answer = error.message(); })
        .then(&loop, [&loop] { loop.quit(); });
    // [/future]
    loop.exec();
    check(answer == "200 jobs", "the first page");

    const QFuture<int> failing = async(nullptr, []() -> int { throw Error(Error::Kind::Usage, "this went wrong"); });
    try {
        QFuture<int>(failing).waitForFinished();
        (void)failing.result();
        check(false, "it throws");
    } catch (const Error &error) {
        say(error.message());
    }
}
