// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "admin/maintenance.h"
#include "benchmarks/draining.h"
#include "benchmarks/history.h"
#include "benchmarks/workload.h"

#include <stdexcept>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Days = 3;
/// Expired records: all in the partitions of the past days, or all in today's.
void collect(const Context &context, const QString &where, int days)
{
    const qint64 records = context.options.rows / 2;
    const qint64 seeds = qMin(qint64(10'000), records / 2);
    const Database database(context.server);
    if (days > 0)
        makePastPartitions(database, days + 1);
    WorkerOptions expiring = workerOptions(context);
    expiring.historyRetention = u"0 seconds"_s;
    (void)fillAndDrain(context, database.system(), seeds, expiring);
    context.progress.step(u"making expired history"_s);
    multiplyHistory(database, context.progress, records - seeds, days);
    database.vacuum();

    context.progress.step(u"deleting it"_s);
    const Stopwatch watch;
    const qint64 deleted = Maintenance(database.system()).gcJobHistory();
    const double seconds = watch.seconds();
    if (deleted != records)
        throw std::runtime_error(u"gc: %1 of %2 expired records were deleted"_s.arg(deleted).arg(records).toStdString());
    context.report(Record(u"gc"_s)
                       .variant(where)
                       .add(u"expired_in"_s, where)
                       .add(u"records"_s, records)
                       .scale(records)
                       .measured(u"seconds"_s, seconds)
                       .figure(u"%1 s for %2 records"_s.arg(grouped(seconds, 2), grouped(double(records)))));
}

} // namespace

void runGc(const Context &context)
{
    collect(context, u"partitions of past days"_s, Days);
    collect(context, u"today's partition"_s, 0);
}

} // namespace jobq::bench
