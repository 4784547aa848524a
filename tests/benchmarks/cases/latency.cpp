// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/draining.h"
#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "enqueue/jobenqueue.h"

#include <QRandomGenerator>
#include <QThread>

#include <atomic>
#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

using Clock = std::chrono::steady_clock;

template<typename Condition>
void waitUntil(Condition condition)
{
    for (const Stopwatch watch; !condition();) {
        throwIfInterrupted();
        if (watch.seconds() > 60)
            throw std::runtime_error("latency: the worker does not run a job that was added a minute ago");
        QThread::usleep(200);
    }
}

/// Milliseconds from before addJob() until the handler starts, with a worker that has nothing else to do.
QList<double> measure(const Context &context, const System &system, int samples)
{
    std::atomic<Clock::rep> startedAt{0};
    Worker worker(system, workerOptions(context));
    worker.addHandler(benchTask(), [&startedAt](JobContext &) { startedAt = Clock::now().time_since_epoch().count(); });
    worker.start();
    waitUntil([&] { return worker.state() == Worker::State::Running; });

    constexpr int WarmUp = 10;
    const JobEnqueue enqueue(system);
    QRandomGenerator random(1); // pauses of no rhythm that the worker's own timers could share
    QList<double> milliseconds;
    for (int n = -WarmUp; n < samples; ++n) {
        QThread::usleep(ulong(random.bounded(2000, 12000)));
        startedAt = 0;
        const Clock::time_point before = Clock::now();
        enqueue.addJob(benchTask(), plainJob(n).payload);
        waitUntil([&] { return startedAt != 0; });
        const Clock::duration taken = Clock::duration(startedAt.load()) - before.time_since_epoch();
        if (n >= 0)
            milliseconds += std::chrono::duration<double, std::milli>(taken).count();
        waitUntil([&] { return worker.counters().completed == n + WarmUp + 1; });
        context.progress.update(n, samples);
    }
    worker.stop();
    worker.waitForStopped();
    return milliseconds;
}

} // namespace

void runLatency(const Context &context)
{
    const int samples = qMax(20, context.options.jobs / 100);
    const Database database(context.server);
    context.progress.step(u"adding jobs for an idle worker"_s);
    const QList<double> milliseconds = measure(context, database.system(), samples);
    const double p50 = percentile(milliseconds, 0.50);
    const double p95 = percentile(milliseconds, 0.95);
    const double p99 = percentile(milliseconds, 0.99);
    context.report(Record(u"latency"_s)
                       .add(u"jobs"_s, samples)
                       .add(u"concurrency"_s, context.options.concurrency)
                       .measured(u"p50_ms"_s, p50)
                       .measured(u"p95_ms"_s, p95)
                       .measured(u"p99_ms"_s, p99)
                       .figure(u"%1 ms p50, %2 ms p95, %3 ms p99"_s.arg(grouped(p50, 2), grouped(p95, 2), grouped(p99, 2))));
}

} // namespace jobq::bench
