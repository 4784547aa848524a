// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/curves.h"

#include "admin/ratelimits.h"
#include "benchmarks/claimcost.h"
#include "benchmarks/draining.h"
#include "benchmarks/history.h"
#include "benchmarks/workerprocess.h"
#include "benchmarks/workload.h"
#include "charts/chart.h"

#include <cstdio>

namespace jobq::bench {

using namespace Qt::StringLiterals;
using charts::Panel;

namespace {

constexpr int Batch = 500;
constexpr int Claims = 30;
constexpr qint64 PlainJobs = 20'000; // beside what grows: enough that no claim comes back short

/// What grows, and how it is made to.
struct Growth {
    QString title;
    QString xLabel;
    QList<qint64> sizes;
    /// Brings the database from the size before (0: it is new) to `size`.
    std::function<void(const Database &, Progress &, qint64 before, qint64 size)> grow;
    ClaimOptions claim = {.batchSize = Batch};
};

QList<qint64> powersOfTen(qint64 first, qint64 last)
{
    QList<qint64> sizes;
    for (qint64 size = first; size <= last; size *= 10)
        sizes += size;
    return sizes;
}

/// Every second one at the head of the queue is blocked.
JobMaker halfBlocked(const JobOptions &blocked)
{
    return [blocked](qint64 n) {
        JobSpec spec = plainJob(n);
        if (n % 2 == 0)
            spec.options = blocked;
        return spec;
    };
}

void runSome(const Database &database, qint64 claims, int batch)
{
    const QString worker = u"bench-worker"_s;
    const WorkerExecution execution(database.system());
    for (qint64 n = 0; n < claims; ++n)
        (void)execution.completeJobs(worker, execution.getJobs(worker, {.batchSize = batch}), std::chrono::microseconds(10));
}

QList<Growth> tableGrowths(qint64 rows)
{
    const Growth waiting{u"Waiting jobs"_s, u"waiting jobs"_s, powersOfTen(10'000, rows),
                         [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                             fill(database.system(), progress, size - before);
                         }};
    const Growth history{u"History"_s, u"history records"_s, powersOfTen(10'000, rows),
                         [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                             if (before == 0) {
                                 fill(database.system(), progress, 5000 + PlainJobs);
                                 runSome(database, 10, 500);
                             }
                             multiplyHistory(database, progress, size - qMax(before, qint64(5000)), 30);
                         }};
    const Growth queues{u"Named queues with waiting jobs"_s, u"queues, 10 jobs each"_s, powersOfTen(10, 10'000),
                        [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                            const qint64 more = size - before;
                            fill(database.system(), progress, 10 * more, [before, more](qint64 n) {
                                JobSpec spec = plainJob(n);
                                spec.options.queueName = u"queue-%1"_s.arg(before + n % more);
                                spec.options.priority = 10; // the plain jobs are claimed
                                return spec;
                            });
                            fill(database.system(), progress, before == 0 ? PlainJobs : 0);
                            // Each claim lets 1,000 jobs come to the fronts of their queues: here all have done so.
                            runSome(database, size / 100 + 10, 1);
                        }};
    return {waiting, history, queues};
}

QList<Growth> blockedGrowths(qint64 rows)
{
    const QList<qint64> heads = powersOfTen(10'000, rows / 10);
    const Growth tasks{u"Tasks, of which the worker takes one"_s, u"task identifiers, 100 jobs each"_s, powersOfTen(1, 1000),
                       [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                           fill(database.system(), progress, 100 * (size - before), [before](qint64 n) {
                               JobSpec spec = plainJob(n);
                               spec.taskIdentifier = u"other-%1"_s.arg(before + n / 100);
                               return spec;
                           });
                           fill(database.system(), progress, before == 0 ? PlainJobs : 0);
                       },
                       {.taskIdentifiers = QStringList{benchTask()}, .batchSize = Batch}};
    const Growth flags{u"Half of the head forbidden by flags"_s, u"jobs at the head"_s, heads,
                       [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                           fill(database.system(), progress, size - before, halfBlocked({.flags = {u"forbidden"_s}}));
                       },
                       {.forbiddenFlags = {u"forbidden"_s}, .batchSize = Batch}};
    const Growth limit{u"Half of the head of an empty rate limit"_s, u"jobs at the head"_s, heads,
                       [](const Database &database, Progress &progress, qint64 before, qint64 size) {
                           (void)RateLimits(database.system()).registerRateLimit(u"empty"_s, 0, u"1 day"_s);
                           fill(database.system(), progress, size - before, halfBlocked({.rateLimitKey = u"empty"_s}));
                       }};
    return {tasks, flags, limit};
}

void printPoint(const QString &curve, qint64 x, const QString &unit, double y)
{
    std::printf("%s\n", qUtf8Printable(u"{\"curve\":\"%1\",\"x\":%2,\"%3\":%4}"_s.arg(curve).arg(x).arg(unit).arg(y, 0, 'g', 4)));
    std::fflush(stdout);
}

Panel measureGrowth(const Growth &growth, Server &server, Progress &progress)
{
    Panel panel{growth.title, growth.xLabel, u"ms for a claim of %1"_s.arg(Batch), {}};
    const Database database(server);
    progress.beginCase(growth.title);
    qint64 before = 0;
    for (const qint64 size : growth.sizes) {
        progress.step(u"growing to %1"_s.arg(grouped(double(size))));
        growth.grow(database, progress, std::exchange(before, size), size);
        database.vacuum();
        const double milliseconds = medianClaim(database.system(), growth.claim, Claims);
        panel.points += QPointF(double(size), milliseconds);
        progress.clear();
        printPoint(growth.title, size, u"claim_ms"_s, milliseconds);
    }
    return panel;
}

Panel measureProcesses(qint64 jobs, const QList<int> &counts, Server &server, Progress &progress)
{
    Panel panel{u"Worker processes on one queue"_s, u"processes, 4 handler threads each"_s, u"thousand jobs/s"_s, {}};
    progress.beginCase(panel.title);
    for (const int processes : counts) {
        const Database database(server);
        progress.step(u"filling"_s);
        fill(database.system(), progress, jobs);
        const double rate = double(jobs) / drainInProcesses(database, progress, jobs, processes, 4).seconds;
        panel.points += QPointF(processes, rate / 1000);
        progress.clear();
        printPoint(panel.title, processes, u"jobs_per_s"_s, rate);
    }
    return panel;
}

} // namespace

void drawCurves(const CurveOptions &options, Server &server)
{
    Progress progress;
    if (options.claimCost) {
        QList<Panel> panels;
        const QList<Growth> growths = tableGrowths(options.rows) + blockedGrowths(options.rows);
        for (const Growth &growth : growths)
            panels += measureGrowth(growth, server, progress);
        charts::writeChart(options.output + u"/claim-cost.svg"_s, u"What a claim costs while the tables grow"_s, panels, 3);
    }
    if (options.processes)
        charts::writeChart(options.output + u"/processes.svg"_s, u"Throughput of several worker processes"_s,
                           {measureProcesses(options.jobs, options.processCounts, server, progress)}, 1);
}

} // namespace jobq::bench
