// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/workerprocess.h"
#include "benchmarks/workload.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

void runMemory(const Context &context)
{
    const qint64 jobs = 2 * qint64(context.options.jobs);
    const Database database(context.server);
    context.progress.step(u"filling"_s);
    fill(database.system(), context.progress, jobs);
    const double peakMib =
        drainInProcesses(database, context.progress, jobs, 1, context.options.concurrency).peakMib;
    context.report(Record(u"memory"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"concurrency"_s, context.options.concurrency)
                       .measured(u"peak_mib"_s, peakMib)
                       .figure(u"%1 MiB at most in a process that drains %2 jobs"_s.arg(grouped(peakMib, 1), grouped(double(jobs)))));
}

} // namespace jobq::bench
