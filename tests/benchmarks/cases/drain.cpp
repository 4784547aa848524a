// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/draining.h"
#include "benchmarks/workload.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

void runDrain(const Context &context)
{
    const qint64 jobs = 3 * qint64(context.options.jobs);
    const Database database(context.server);
    context.progress.step(u"filling"_s);
    fill(database.system(), context.progress, jobs);
    const qint64 before = database.countTransactions();
    context.progress.step(u"draining"_s);
    const Drained drained = drain(context, database.system(), jobs, workerOptions(context));
    const double roundTrips = double(database.countTransactions() - before) / double(jobs);
    context.report(Record(u"drain"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"concurrency"_s, context.options.concurrency)
                       .measured(u"jobs_per_s"_s, drained.rate())
                       .measured(u"round_trips_per_job"_s, roundTrips)
                       .measured(u"client_cpu_us_per_job"_s, drained.processorSeconds / double(jobs) * 1e6)
                       .figure(u"%1 jobs/s, %2 round trips a job"_s.arg(grouped(drained.rate()), grouped(roundTrips, 4))));
}

} // namespace jobq::bench
