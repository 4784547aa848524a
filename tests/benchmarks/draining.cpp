// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/draining.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"

#include <QThread>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr double PatienceSeconds = 60;

/// Throws where the worker will not get there.
void waitFor(const Worker &worker, qint64 jobs, Progress &progress)
{
    qint64 last = -1;
    Stopwatch sinceLast;
    for (;;) {
        const WorkerCounters counters = worker.counters();
        if (counters.completed >= jobs)
            return;
        if (counters.failed > 0 || counters.lost > 0)
            throw std::runtime_error("a job failed or was lost, although its handler does nothing");
        if (std::exchange(last, counters.completed) != counters.completed)
            sinceLast = Stopwatch();
        if (sinceLast.seconds() > PatienceSeconds)
            throw std::runtime_error(
                u"the worker completed only %1 of %2 jobs"_s.arg(counters.completed).arg(jobs).toStdString());
        throwIfInterrupted();
        progress.update(counters.completed, jobs);
        QThread::usleep(1000);
    }
}

} // namespace

WorkerOptions workerOptions(const Context &context)
{
    WorkerOptions options;
    options.concurrency = context.options.concurrency;
    return options;
}

Drained drain(const Context &context, const System &system, qint64 jobs, const WorkerOptions &options, const Handler &handler)
{
    Worker worker(system, options);
    worker.addHandler(benchTask(), handler ? handler : Handler([](JobContext &) { return Result::success(); }));
    Drained drained;
    drained.jobs = jobs;
    const Stopwatch watch;
    const ProcessorTime processor;
    worker.start();
    waitFor(worker, jobs, context.progress);
    drained.seconds = watch.seconds();
    drained.processorSeconds = processor.seconds();
    worker.stop();
    worker.waitForStopped();
    drained.counters = worker.counters();
    return drained;
}

Drained fillAndDrain(const Context &context, const System &system, qint64 jobs, const WorkerOptions &options)
{
    context.progress.step(u"filling"_s);
    fill(system, context.progress, jobs);
    context.progress.step(u"draining"_s);
    return drain(context, system, jobs, options);
}

} // namespace jobq::bench
