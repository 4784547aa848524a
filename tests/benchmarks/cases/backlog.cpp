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
    const qint64 many = context.options.rows;
    const qint64 few = qBound(qint64(Batch), many / 10, qint64(10'000));
    const Database database(context.server);
    const auto measure = [&](qint64 waiting, qint64 toAdd) {
        context.progress.step(u"filling up to %1 jobs"_s.arg(grouped(double(waiting))));
        fill(database.system(), context.progress, toAdd);
        database.vacuum();
        context.progress.step(u"claiming"_s);
        return medianClaim(database.system(), {.batchSize = Batch}, Claims);
    };
    const double fewMs = measure(few, few);
    const double manyMs = measure(many, many - few);
    context.report(Record(u"backlog"_s)
                       .add(u"jobs"_s, many)
                       .add(u"few_jobs"_s, few)
                       .add(u"claims"_s, Claims)
                       .add(u"batch"_s, Batch)
                       .scale(many)
                       .measured(u"few_ms"_s, fewMs)
                       .measured(u"many_ms"_s, manyMs)
                       .measured(u"ratio"_s, manyMs / fewMs)
                       .figure(u"%1 × the time: %2 ms with %3, %4 ms with %5"_s.arg(
                           grouped(manyMs / fewMs, 2), grouped(fewMs, 2), grouped(double(few)), grouped(manyMs, 2), grouped(double(many)))));
}

} // namespace jobq::bench
