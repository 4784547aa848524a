// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/workload.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/progress.h"
#include "enqueue/jobenqueue.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>

#include <time.h>

namespace jobq::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

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
    std::atomic<qint64> next{0};
    std::atomic<qint64> added{0};
    std::atomic<bool> failed{false};
    const auto addChunks = [&] {
        try {
            for (qint64 at = next.fetch_add(FillChunk); at < count && !isInterrupted() && !failed; at = next.fetch_add(FillChunk)) {
                JobEnqueue(system).addJobs(makeJobs(maker, at, std::min(FillChunk, count - at)));
                added += FillChunk;
            }
        } catch (...) {
            failed = true;
            throw;
        }
    };
    auto second = std::async(std::launch::async, addChunks);
    auto first = std::async(std::launch::async, addChunks);
    while (first.wait_for(100ms) != std::future_status::ready)
        progress.update(added, count);
    second.get();
    first.get();
    throwIfInterrupted();
}

double ProcessorTime::now()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
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
