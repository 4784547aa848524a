// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "enqueue/jobenqueue.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

void runSingle(const Context &context)
{
    const Database database(context.server);
    const JobEnqueue enqueue(database.system());
    enqueue.addJob(benchTask(), plainJob(0).payload); // makes the lane

    const qint64 before = database.countTransactions();
    enqueue.addJob(benchTask(), plainJob(0).payload); // connected again
    const qint64 jobs = qMax(1, context.options.jobs / 5);
    context.progress.step(u"adding jobs one by one"_s);
    QList<double> milliseconds;
    milliseconds.reserve(jobs);
    double seconds = 0;
    const ProcessorTime processor;
    for (qint64 n = 0; n < jobs; ++n) {
        throwIfInterrupted();
        const JobSpec spec = plainJob(n);
        const Stopwatch watch;
        enqueue.addJob(spec.taskIdentifier, spec.payload);
        const double taken = watch.seconds();
        seconds += taken;
        milliseconds += taken * 1000;
        context.progress.update(n, jobs);
    }
    const double processorUs = processor.seconds() / double(jobs) * 1e6;
    const double roundTrips = double(database.countTransactions() - before) / double(jobs);
    const double rate = double(jobs) / seconds;
    const double p50 = percentile(milliseconds, 0.50);
    context.report(Record(u"single"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"concurrency"_s, 1)
                       .measured(u"jobs_per_s"_s, rate)
                       .measured(u"round_trips_per_job"_s, roundTrips)
                       .measured(u"p50_ms"_s, p50)
                       .measured(u"p99_ms"_s, percentile(milliseconds, 0.99))
                       .measured(u"client_cpu_us_per_job"_s, processorUs)
                       .figure(u"%1 jobs/s, %2 ms p50, %3 round trips a job"_s.arg(grouped(rate), grouped(p50, 3),
                                                                                   grouped(roundTrips, 2))));
}

} // namespace jobq::bench
