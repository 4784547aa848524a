// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/interrupt.h"
#include "benchmarks/largetables.h"
#include "benchmarks/workload.h"
#include "inspect/inspector.h"

#include <functional>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

struct PageQuery {
    QString name;
    std::function<void(const Inspector &)> read;
};

QList<PageQuery> jobPages()
{
    JobFilter ofTask;
    ofTask.taskIdentifier = u"task-3"_s;
    JobFilter ofQueue;
    ofQueue.queueName = u"queue-7"_s;
    JobFilter exhausted;
    exhausted.stages = JobStage::Exhausted;
    return {
        {u"jobs"_s, [](const Inspector &i) { (void)i.jobs(); }},
        {u"jobs, newest first"_s, [](const Inspector &i) { (void)i.jobs({}, JobOrder::NewestFirst); }},
        {u"jobs of a task"_s, [ofTask](const Inspector &i) { (void)i.jobs(ofTask); }},
        {u"jobs of a queue"_s, [ofQueue](const Inspector &i) { (void)i.jobs(ofQueue); }},
        {u"exhausted jobs"_s, [exhausted](const Inspector &i) { (void)i.jobs(exhausted); }},
        {u"locked jobs"_s, [](const Inspector &i) { (void)i.lockedJobs(); }},
    };
}

QList<PageQuery> otherPages()
{
    HistoryFilter failed;
    failed.statuses = {HistoryStatus::Failed};
    HistoryFilter ofTask;
    ofTask.taskIdentifier = u"task-3"_s;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return {
        {u"history"_s, [](const Inspector &i) { (void)i.history(); }},
        {u"failed history"_s, [failed](const Inspector &i) { (void)i.history(failed); }},
        {u"history of a task"_s, [ofTask](const Inspector &i) { (void)i.history(ofTask); }},
        {u"failures of a day"_s, [now](const Inspector &i) { (void)i.failures(now.addDays(-1), now.addSecs(60)); }},
        {u"overview"_s, [](const Inspector &i) { (void)i.overview(); }},
        {u"queues"_s, [](const Inspector &i) { (void)i.queues(); }},
        {u"tasks"_s, [](const Inspector &i) { (void)i.tasks(); }},
        {u"workers"_s, [](const Inspector &i) { (void)i.workers(); }},
        {u"rate limits"_s, [](const Inspector &i) { (void)i.rateLimits(); }},
        {u"maintenance"_s, [](const Inspector &i) { (void)i.maintenancePreview(); }},
    };
}

void measure(const Context &context, const Inspector &inspector, const PageQuery &page)
{
    constexpr int Repeats = 10;
    throwIfInterrupted();
    context.progress.step(page.name);
    const Stopwatch watch;
    page.read(inspector);
    const double first = watch.seconds() * 1000;
    QList<double> milliseconds;
    for (int n = 0; n < Repeats; ++n) {
        throwIfInterrupted();
        const Stopwatch again;
        page.read(inspector);
        milliseconds += again.seconds() * 1000;
    }
    const double p50 = percentile(milliseconds, 0.5);
    context.report(Record(u"pages"_s)
                       .variant(page.name)
                       .add(u"page"_s, page.name)
                       .add(u"jobs"_s, context.options.rows)
                       .add(u"history"_s, context.options.rows)
                       .scale(context.options.rows)
                       .measured(u"first_ms"_s, first)
                       .measured(u"p50_ms"_s, p50)
                       .figure(u"%1 ms the first time, %2 ms p50"_s.arg(grouped(first, 1), grouped(p50, 1))));
}

} // namespace

void runPages(const Context &context)
{
    const Database database(context.server);
    makeLargeTables(context, database);

    const Inspector inspector(database.system());
    (void)inspector.serverFacts(); // connected
    const QList<PageQuery> pages = jobPages() + otherPages();
    for (const PageQuery &page : pages)
        measure(context, inspector, page);
}

} // namespace jobq::bench
