// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/case.h"
#include "benchmarks/claimcost.h"
#include "benchmarks/workload.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

void runBacklog(const Context &context)
{
    constexpr int Batch = 500;
    constexpr int Claims = 40;
    constexpr qint64 Few = 10'000;
    const qint64 many = qMax(context.options.rows, Few);
    const Database database(context.server);
    const auto measure = [&](qint64 waiting, qint64 toAdd) {
        context.progress.step(u"filling up to %1 jobs"_s.arg(grouped(double(waiting))));
        fill(database.system(), context.progress, toAdd);
        database.vacuum();
        context.progress.step(u"claiming"_s);
        return medianClaim(database.system(), {.batchSize = Batch}, Claims);
    };
    const double few = measure(Few, Few);
    const double lots = measure(many, many - Few);
    context.report(Record(u"backlog"_s)
                       .add(u"jobs"_s, many)
                       .add(u"claims"_s, Claims)
                       .add(u"batch"_s, Batch)
                       .scale(many)
                       .measured(u"few_ms"_s, few)
                       .measured(u"many_ms"_s, lots)
                       .measured(u"ratio"_s, lots / few)
                       .figure(u"%1 × the time: %2 ms with %3, %4 ms with %5"_s.arg(
                           grouped(lots / few, 2), grouped(few, 2), grouped(double(Few)), grouped(lots, 2), grouped(double(many)))));
}

} // namespace jobq::bench
