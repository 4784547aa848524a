// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/draining.h"

namespace jobq::bench {

using namespace Qt::StringLiterals;

// While a transaction is open, vacuum can't remove what was deleted after it began: the dead rows of all jobs that
// were run meanwhile lie in the claim's way.
void runHorizon(const Context &context)
{
    const qint64 jobs = context.options.jobs;
    const qint64 meanwhile = 5 * jobs;
    const Database database(context.server);
    const WorkerOptions options = workerOptions(context);
    const double clean = fillAndDrain(context, database.system(), jobs, options).rate();

    const PlainConnection holder(database.settings());
    holder.execute(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s);
    (void)holder.value(u"SELECT 1"_s); // takes the snapshot
    (void)fillAndDrain(context, database.system(), meanwhile, options);
    const double held = fillAndDrain(context, database.system(), jobs, options).rate();
    holder.execute(u"ROLLBACK"_s);

    const double ratio = held / clean;
    context.report(Record(u"horizon"_s)
                       .add(u"jobs"_s, jobs)
                       .add(u"jobs_meanwhile"_s, meanwhile)
                       .add(u"concurrency"_s, context.options.concurrency)
                       .measured(u"clean_jobs_per_s"_s, clean)
                       .measured(u"jobs_per_s"_s, held)
                       .measured(u"ratio"_s, ratio)
                       .figure(u"%1 of clean: %2 jobs/s after %3 jobs"_s.arg(grouped(ratio, 2), grouped(held),
                                                                             grouped(double(meanwhile)))));
}

} // namespace jobq::bench
