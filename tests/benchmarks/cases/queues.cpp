// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/draining.h"
#include "benchmarks/workload.h"

#include <atomic>
#include <stdexcept>
#include <vector>

namespace jobq::bench {

using namespace Qt::StringLiterals;

void runQueues(const Context &context)
{
    constexpr int JobsPerQueue = 20;
    const int queues = qMax(5, context.options.jobs / 10);
    const qint64 jobs = qint64(queues) * JobsPerQueue;
    const Database database(context.server);
    context.progress.step(u"filling"_s);
    // In turns, as jobs of many customers come: neighbours belong to different queues.
    fill(database.system(), context.progress, jobs, [queues](qint64 n) {
        return JobSpec{.taskIdentifier = benchTask(),
                       .payload = {{u"number"_s, n}},
                       .options = {.queueName = u"queue-%1"_s.arg(n % queues)}};
    });

    std::vector<std::atomic<int>> running(static_cast<size_t>(queues));
    std::atomic<bool> overlapped{false};
    context.progress.step(u"draining"_s);
    const Drained drained =
        drain(context, database.system(), jobs, workerOptions(context), [&running, &overlapped](JobContext &job) {
            std::atomic<int> &mine = running.at(QStringView(*job.job().queueName).mid(6).toUInt());
            if (mine.fetch_add(1) != 0)
                overlapped = true;
            mine.fetch_sub(1);
            return Result::success();
        });
    if (overlapped)
        throw std::runtime_error("queues: two jobs of one queue ran at once");
    context.report(Record(u"queues"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"queues"_s, queues)
                       .add(u"concurrency"_s, context.options.concurrency)
                       .measured(u"jobs_per_s"_s, drained.rate())
                       .measured(u"claims_per_job"_s, double(drained.counters.claimCalls) / double(jobs))
                       .figure(u"%1 jobs/s in %2 queues"_s.arg(grouped(drained.rate()), grouped(queues))));
}

} // namespace jobq::bench
