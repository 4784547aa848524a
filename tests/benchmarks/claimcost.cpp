// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/claimcost.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/workload.h"
#include "enqueue/jobenqueue.h"

#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

double medianClaim(const System &system, const ClaimOptions &options, int claims)
{
    constexpr int WarmUp = 5;
    const QString worker = u"bench-worker"_s;
    const WorkerExecution execution(system);
    const JobEnqueue enqueue(system);
    QList<double> milliseconds;
    for (int n = -WarmUp; n < claims; ++n) {
        throwIfInterrupted();
        const Stopwatch watch;
        const QList<ClaimedJob> jobs = execution.getJobs(worker, options);
        if (n >= 0)
            milliseconds += watch.seconds() * 1000;
        if (jobs.size() != options.batchSize)
            throw std::runtime_error("a claim came back short although enough jobs wait");
        execution.completeJobs(worker, jobs, 10us);
        enqueue.addJobs(makeJobs(plainJob, 0, jobs.size()));
    }
    return percentile(milliseconds, 0.5);
}

} // namespace jobq::bench
