// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "execution/workerexecution.h"

#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void claimAndComplete(const WorkerExecution &execution)
{
    const QList<ClaimedJob> claimed = execution.getJobs(u"bench-worker"_s);
    if (claimed.size() != 1 || !execution.completeJobs(u"bench-worker"_s, claimed, 10us).isComplete())
        throw std::runtime_error("claim1: no job was claimed and completed although jobs wait");
}

} // namespace

void runClaimOne(const Context &context)
{
    constexpr int WarmUp = 50;
    const qint64 jobs = qMax(1, context.options.jobs / 20);
    const Database database(context.server);
    context.progress.step(u"filling"_s);
    fill(database.system(), context.progress, jobs + 2 * WarmUp);

    const WorkerExecution execution(database.system());
    for (int n = 0; n < WarmUp; ++n)
        claimAndComplete(execution);
    const qint64 before = database.countTransactions();
    for (int n = 0; n < WarmUp; ++n)
        claimAndComplete(execution);
    context.progress.step(u"claiming and completing one by one"_s);
    const Stopwatch watch;
    const ProcessorTime processor;
    for (qint64 n = 0; n < jobs; ++n) {
        throwIfInterrupted();
        claimAndComplete(execution);
        context.progress.update(n, jobs);
    }
    const double seconds = watch.seconds();
    const double processorUs = processor.seconds() / double(jobs) * 1e6;
    const double roundTrips = double(database.countTransactions() - before) / double(jobs + WarmUp);
    const double rate = double(jobs) / seconds;
    context.report(Record(u"claim1"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"concurrency"_s, 1)
                       .measured(u"jobs_per_s"_s, rate)
                       .measured(u"round_trips_per_job"_s, roundTrips)
                       .measured(u"client_cpu_us_per_job"_s, processorUs)
                       .figure(u"%1 jobs/s, %2 round trips a job"_s.arg(grouped(rate), grouped(roundTrips, 2))));
}

} // namespace jobq::bench
