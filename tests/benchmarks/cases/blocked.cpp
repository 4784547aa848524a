// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/ratelimits.h"
#include "benchmarks/draining.h"
#include "benchmarks/workload.h"
#include "execution/workerexecution.h"

#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Ahead = -10; // better than the priority of the jobs that can run
const QString Holder = u"bench-holder"_s;

JobSpec blockedJob(qint64 n, const JobOptions &options)
{
    JobSpec spec = plainJob(n);
    spec.options = options;
    return spec;
}

/// Queues whose heads run and never end.
void holdQueues(const Context &context, const System &system, qint64 jobs)
{
    const qint64 queues = qMax(qint64(1), jobs / 100);
    fill(system, context.progress, jobs,
         [queues](qint64 n) { return blockedJob(n, {.queueName = u"held-%1"_s.arg(n % queues), .priority = Ahead}); });
    qint64 held = 0;
    for (qsizetype last = 1; last > 0;) {
        last = WorkerExecution(system).getJobs(Holder, {.batchSize = 10'000}).size();
        held += last;
    }
    if (held != queues)
        throw std::runtime_error("blocked: not every queue gave exactly its head");
}

void scheduleLater(const Context &context, const System &system, qint64 jobs)
{
    const QDateTime later = QDateTime::currentDateTimeUtc().addSecs(3600);
    fill(system, context.progress, jobs, [later](qint64 n) { return blockedJob(n, {.runAt = later, .priority = Ahead}); });
}

void addOtherTasks(const Context &context, const System &system, qint64 jobs)
{
    fill(system, context.progress, jobs, [](qint64 n) {
        JobSpec spec = blockedJob(n, {.priority = Ahead});
        spec.taskIdentifier = u"other-%1"_s.arg(n % 10);
        return spec;
    });
}

void emptyRateLimit(const Context &context, const System &system, qint64 jobs)
{
    const QString key = u"empty"_s;
    (void)RateLimits(system).registerRateLimit(key, 1, u"1 day"_s);
    fill(system, context.progress, jobs, [key](qint64 n) { return blockedJob(n, {.priority = Ahead, .rateLimitKey = key}); });
    if (WorkerExecution(system).getJobs(Holder, {.batchSize = 10}).size() != 1)
        throw std::runtime_error("blocked: the rate limit's one token did not give one job");
}

void addForbidden(const Context &context, const System &system, qint64 jobs)
{
    fill(system, context.progress, jobs, [](qint64 n) { return blockedJob(n, {.priority = Ahead, .flags = {u"forbidden"_s}}); });
}

struct Blockade {
    QString name;
    void (*raise)(const Context &, const System &, qint64 jobs);
};

const QList<Blockade> Blockades{
    {u"held queues"_s, holdQueues},
    {u"later run-at with better priority"_s, scheduleLater},
    {u"other tasks"_s, addOtherTasks},
    {u"empty rate limit"_s, emptyRateLimit},
    {u"forbidden flags"_s, addForbidden},
};

/// Jobs a second in a database of its own; no blockade: the clean rate.
double measure(const Context &context, const Blockade *blockade)
{
    const qint64 jobs = context.options.jobs;
    const Database database(context.server);
    WorkerOptions options = workerOptions(context);
    options.forbiddenFlags = {u"forbidden"_s}; // the clean one as well: the same worker
    if (blockade) {
        context.progress.step(u"filling with blocked jobs: "_s + blockade->name);
        blockade->raise(context, database.system(), jobs);
    }
    return fillAndDrain(context, database.system(), jobs, options).rate();
}

} // namespace

void runBlocked(const Context &context)
{
    double cleanBefore = measure(context, nullptr);
    for (const Blockade &blockade : Blockades) {
        const double blocked = measure(context, &blockade);
        const double cleanAfter = measure(context, nullptr);
        const double clean = (cleanBefore + cleanAfter) / 2;
        const double ratio = blocked / clean;
        context.report(Record(u"blocked"_s)
                           .variant(blockade.name)
                           .add(u"blocked_by"_s, blockade.name)
                           .add(u"jobs"_s, context.options.jobs)
                           .add(u"blocked_jobs"_s, context.options.jobs)
                           .add(u"concurrency"_s, context.options.concurrency)
                           .measured(u"clean_jobs_per_s"_s, clean)
                           .measured(u"jobs_per_s"_s, blocked)
                           .measured(u"ratio"_s, ratio)
                           .figure(u"%1 of clean: %2 jobs/s beside %3"_s.arg(grouped(ratio, 2), grouped(blocked), grouped(clean))));
        cleanBefore = cleanAfter;
    }
}

} // namespace jobq::bench
