// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "tour.h"

#include <admin/jobadmin.h>
#include <admin/ratelimits.h>
#include <enqueue/jobenqueue.h>
#include <execution/workerexecution.h>
#include <worker/worker.h>

#include <mutex>
#include <stdexcept>

using namespace jobq;
using namespace std::chrono_literals;

namespace {

const QString me = QStringLiteral("tour-worker");

ClaimOptions only(const QString &task, int batch = 1)
{
    return {.taskIdentifiers = QStringList{task}, .batchSize = batch};
}

} // namespace

void showRateLimits(const System &sys)
{
    stop("Rate limits");
    // [limits]
    const RateLimits limits(sys);
    limits.registerRateLimit("smtp", 2, "1 hour"); // two jobs in each hour
    // [/limits]
    const JobEnqueue enqueue(sys);
    for (int i = 0; i < 3; ++i)
        enqueue.addJob("send-newsletter", {{"number", i}}, {.rateLimitKey = "smtp"});
    const WorkerExecution exec(sys);
    const QList<ClaimedJob> jobs = exec.getJobs(me, only("send-newsletter", 10));
    check(jobs.size() == 2, "there were two tokens");
    exec.completeJobs(me, jobs, 1ms);

    const RateLimit smaller = limits.registerRateLimit("smtp", 1, "1 hour");
    check(smaller.availableTokens == 0, "the running window stays");
    say(QStringLiteral("%1 windows had ended").arg(limits.refillRateLimits()));
    limits.registerRateLimit("unused", 1, "1 minute");
    limits.removeRateLimit("unused");
    showError("a negative capacity", [&] { limits.registerRateLimit("smtp", -1, "1 minute"); });
    showError("no interval", [&] { limits.registerRateLimit("smtp", 1, "a while"); });
}

void showExecution(const System &sys)
{
    stop("Claiming and finishing");
    const JobEnqueue enqueue(sys);
    const WorkerExecution exec(sys);
    enqueue.addJobs({{"deliver", {{"n", 1}}}, {"deliver", {{"n", 2}}}, {"deliver", {{"n", 3}}}, {"deliver", {{"n", 4}}}});
    enqueue.addJob("deliver", {{"n", 5}}, {.flags = {"slow"}});

    const QList<ClaimedJob> jobs = exec.getJobs(me, {.taskIdentifiers = QStringList{"deliver"},
                                                     .forbiddenFlags = {"slow"},
                                                     .batchSize = 10,
                                                     .historyRetention = "2 days"});
    check(jobs.size() == 4, "the slow one was skipped");
    check(exec.completeJobs(me, {jobs.at(0)}, 5ms).isComplete(), "completed");

    const FinishReport failed = exec.failJobs(me, {{jobs.at(1), std::runtime_error("no route to host")}}, 5ms);
    check(failed.results.first() == FinishReport::Result::RetryScheduled, "there will be a retry");

    const PartialResults partial{.completedSteps = {"fetch"}, .failedSteps = {"send"}, .retryFromStep = "send"};
    exec.reportPartialSuccess(me, jobs.at(2), partial, 5ms);
    check(exec.returnJobs(me, {jobs.at(3)}) == 1, "returned unspent");

    // [mixed]
    QList<Outcome> outcomes; // many executions in one round trip
    for (const ClaimedJob &job : exec.getJobs(me, only("deliver", 10))) {
        if (job.payload.object()["n"] == 5)
            outcomes.append({.job = job, .kind = Outcome::Kind::Failed, .errorMessage = "no such address", .permanent = true});
        else
            outcomes.append({.job = job, .executionTime = 700us});
    }
    const FinishReport report = exec.finishJobs(me, outcomes);
    // [/mixed]
    check(report.count(FinishReport::Result::Completed) == 1 && report.count(FinishReport::Result::Exhausted) == 1, "both");
    check(exec.finishJobs(me, outcomes).count(FinishReport::Result::Lost) == 2, "finishing twice changes nothing");
    say(QStringLiteral("the retry after the third attempt comes in %1 ms").arg(sys.retryPolicy().delay(3, 0.5).count()));

    // A lock that was forced open meanwhile: the late finish is refused.
    enqueue.addJob("deliver-late", {});
    const QList<ClaimedJob> held = exec.getJobs(me, only("deliver-late"));
    JobAdmin(sys).forceUnlockJobs(QStringList{me});
    check(!exec.completeJobs(me, held, 1ms).isComplete(), "the lock is no longer ours");
    showError("too large a batch", [&] { (void)exec.getJobs(me, {.batchSize = -1}); });
}

void showWorker(const System &sys)
{
    stop("The worker runtime");
    const JobEnqueue enqueue(sys);
    enqueue.addJobs({{"greet", {{"name", "Ada"}}}, {"greet", {}}, {"count", {}}, {"hang", {}}});

    Worker worker(sys, {.concurrency = 2, .timeLimit = 10s});
    worker.addHandler("greet", [](JobContext &context) -> Result {
        const QString name = context.payload().object()["name"].toString();
        return name.isEmpty() ? Result::permanentFailure("there is nobody to greet") : Result::success({{"greeting", "Hello " + name}});
    });
    worker.addHandler("count", [](JobContext &context) -> Result {
        context.setProgress(0.5, "half of it");
        check(context.remainingTime().has_value() && !context.isCancelled(), "there is time");
        return Result::partialSuccess({.completedSteps = {"one"}, .retryFromStep = "two"});
    });
    worker.addHandler(
        "hang", [](JobContext &context) { context.waitFor(10s); }, {.timeLimit = 100ms});

    std::mutex mutex; // signals come from the worker's threads
    const auto tell = [&mutex](const char *what, const ClaimedJob &job) {
        const std::lock_guard lock(mutex);
        say(QStringLiteral("%1: %2").arg(QLatin1String(what), job.taskIdentifier));
    };
    const auto direct = Qt::DirectConnection;
    QObject::connect(&worker, &Worker::started, &worker, [&](const ClaimedJob &job) { tell("started", job); }, direct);
    QObject::connect(&worker, &Worker::completed, &worker, [&](const ClaimedJob &job) { tell("completed", job); }, direct);
    QObject::connect(&worker, &Worker::failed, &worker, [&](const ClaimedJob &job) { tell("failed", job); }, direct);
    QObject::connect(&worker, &Worker::exhausted, &worker, [&](const ClaimedJob &job) { tell("exhausted", job); }, direct);
    QObject::connect(&worker, &Worker::partialSuccess, &worker, [&](const ClaimedJob &job) { tell("partial", job); }, direct);
    QObject::connect(&worker, &Worker::timedOut, &worker, [&](const ClaimedJob &job) { tell("timed out", job); }, direct);
    worker.drain();
    check(worker.waitForStopped(60s), "it stopped by itself");
    const WorkerCounters counters = worker.counters();
    check(counters.completed == 1 && counters.exhausted == 1 && counters.partialSuccesses == 1 && counters.timedOut == 1, "counted");

    worker.start();
    worker.stop();
    check(worker.waitForStopped(60s), "a graceful stop");
}
