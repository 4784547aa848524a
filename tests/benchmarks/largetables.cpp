// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/largetables.h"

#include "benchmarks/history.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "execution/workerexecution.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Tasks = 20;
constexpr int Queues = 1000;

/// Of many tasks, half of it in named queues, some for later.
JobSpec variedJob(qint64 n)
{
    JobSpec spec = plainJob(n);
    spec.taskIdentifier = u"task-%1"_s.arg(n % Tasks);
    spec.options.priority = int(n % 3);
    if (n % 2 == 0)
        spec.options.queueName = u"queue-%1"_s.arg(n / 2 % Queues);
    if (n % 5 == 0)
        spec.options.runAt = QDateTime::currentDateTimeUtc().addSecs(3600 + n % 86400);
    if (n % 7 == 0)
        spec.options.flags = {u"slow"_s};
    return spec;
}

/// Some executions of every kind: completed, failed, exhausted, running.
void execute(const Context &context, const System &system)
{
    const int batch = int(qBound(qint64(20), context.options.rows / 200, qint64(500)));
    const QString worker = u"bench-worker"_s;
    const WorkerExecution execution(system);
    fill(system, context.progress, 40 * batch, variedJob);
    for (int n = 0; n < 20; ++n) {
        throwIfInterrupted();
        const QList<ClaimedJob> jobs = execution.getJobs(worker, {.batchSize = batch});
        QList<Outcome> outcomes;
        for (const ClaimedJob &job : jobs) {
            Outcome outcome{.job = job, .executionTime = 1ms * (job.id % 50)};
            if (job.id % 20 == 0) {
                outcome.kind = Outcome::Kind::Failed;
                outcome.errorMessage = u"Can't reach host-%1 (error %2)"_s.arg(job.id % 40).arg(job.id);
                outcome.permanent = job.id % 40 == 0;
            }
            outcomes += outcome;
        }
        (void)execution.finishJobs(worker, outcomes);
    }
    (void)execution.getJobs(worker, {.batchSize = batch});
}

} // namespace

void makeLargeTables(const Context &context, const Database &database)
{
    context.progress.step(u"running some jobs"_s);
    execute(context, database.system());
    context.progress.step(u"making history"_s);
    multiplyHistory(database, context.progress, context.options.rows, 30);
    context.progress.step(u"filling"_s);
    fill(database.system(), context.progress, context.options.rows, variedJob);
    context.progress.step(u"vacuuming"_s);
    database.vacuum();
}

} // namespace jobq::bench
