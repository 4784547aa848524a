// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/workload.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/progress.h"
#include "enqueue/jobenqueue.h"

#include <algorithm>
#include <cmath>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 FillChunk = 10'000;

} // namespace

QString benchTask()
{
    return u"bench"_s;
}

JobSpec plainJob(qint64 n)
{
    return {.taskIdentifier = benchTask(), .payload = {{u"to"_s, u"user%1@example.org"_s.arg(n)}, {u"number"_s, n}}};
}

QList<JobSpec> makeJobs(const JobMaker &maker, qint64 first, qint64 count)
{
    QList<JobSpec> specs;
    specs.reserve(count);
    for (qint64 n = first; n < first + count; ++n)
        specs += maker(n);
    return specs;
}

void fill(const System &system, Progress &progress, qint64 count, const JobMaker &maker)
{
    const JobEnqueue enqueue(system);
    for (qint64 done = 0; done < count; done += FillChunk) {
        throwIfInterrupted();
        enqueue.addJobs(makeJobs(maker, done, std::min(FillChunk, count - done)));
        progress.update(done, count);
    }
}

double percentile(QList<double> values, double fraction)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto rank = qsizetype(std::ceil(fraction * double(values.size())));
    return values.at(std::clamp<qsizetype>(rank - 1, 0, values.size() - 1));
}

} // namespace jobq::bench
