// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "enqueue/jobenqueue.h"

#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Chunk = 1000;

} // namespace

void runBulk(const Context &context)
{
    const Database database(context.server);
    const JobEnqueue enqueue(database.system());
    enqueue.addJobs(makeJobs(plainJob, 0, Chunk)); // the statement is prepared, the lane is there

    const qint64 before = database.countTransactions();
    enqueue.addJobs(makeJobs(plainJob, 0, 1)); // connected again
    const qint64 jobs = qMax(qint64(1), 2 * qint64(context.options.jobs) / Chunk) * Chunk;
    context.progress.step(u"adding jobs"_s);
    double seconds = 0;
    double processor = 0;
    for (qint64 done = 0; done < jobs; done += Chunk) {
        throwIfInterrupted();
        const QList<JobSpec> specs = makeJobs(plainJob, done, Chunk);
        const Stopwatch watch;
        const ProcessorTime processorWatch;
        const QList<Job> added = enqueue.addJobs(specs);
        seconds += watch.seconds();
        processor += processorWatch.seconds();
        if (added.size() != Chunk || added.constLast().id <= 0)
            throw std::runtime_error("bulk: addJobs did not return every job");
        context.progress.update(done, jobs);
    }
    const double roundTrips = double(database.countTransactions() - before) / double(jobs);
    const double rate = double(jobs) / seconds;
    context.report(Record(u"bulk"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"chunk"_s, Chunk)
                       .add(u"concurrency"_s, 1)
                       .measured(u"jobs_per_s"_s, rate)
                       .measured(u"round_trips_per_job"_s, roundTrips)
                       .measured(u"client_cpu_us_per_job"_s, processor / double(jobs) * 1e6)
                       .figure(u"%1 jobs/s, %2 round trips a job"_s.arg(grouped(rate), grouped(roundTrips, 4))));
}

} // namespace jobq::bench
