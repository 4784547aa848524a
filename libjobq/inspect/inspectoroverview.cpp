// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "inspect/inspector.h"

#include "db/connection.h"
#include "db/statement.h"
#include "inspect/filtercheck.h"
#include "inspect/rows.h"
#include "inspect/stagecounts.h"

namespace jobq {

using namespace Qt::StringLiterals;

namespace {

QList<OverviewBucket> measureBuckets(Connection &connection, const QDateTime &from, const QDateTime &to, int count)
{
    Statement row(connection, u"inspect/measure_buckets"_s);
    row.bind("from", from).bind("to", to).bind("buckets", count).exec();
    QList<OverviewBucket> buckets;
    std::optional<qint64> lastJobId;
    while (row.next()) {
        const bool exact = row.boolean(5);
        OverviewBucket bucket{row.dateTime(0), std::chrono::milliseconds(row.int64(1)), {row.int64(2), exact}, {row.int64(3), exact},
                              {row.int64(4), exact}, inspect::microsecondsAt(row, 6), inspect::microsecondsAt(row, 7),
                              inspect::microsecondsAt(row, 8), inspect::microsecondsAt(row, 9), row.optionalInt64(10), {}};
        const std::optional<qint64> sampled = row.optionalInt64(11);
        if (sampled && lastJobId)
            bucket.added = qMax<qint64>(0, *sampled - *lastJobId);
        // A gap would put all that came in it into the next bucket.
        lastJobId = sampled;
        buckets.append(bucket);
    }
    return buckets;
}

void readWorkers(Connection &connection, Overview &overview)
{
    Statement row(connection, u"inspect/count_workers"_s);
    row.execOne();
    overview.liveWorkers = row.int32(0);
    overview.silentWorkers = row.int32(1);
    overview.silentWorkersLocks = {row.int64(2), row.boolean(3)};
    overview.rateLimitsEmpty = row.int32(4);
}

} // namespace

double Overview::failureRatio() const
{
    const qsizetype latest = qMax<qsizetype>(1, buckets.size() / 12);
    double before = 0;
    double now = 0;
    for (qsizetype i = 0; i < buckets.size(); ++i)
        (i >= buckets.size() - latest ? now : before) += double(buckets.at(i).failed.value);
    const qsizetype rest = buckets.size() - latest;
    if (now == 0 || rest <= 0)
        return before == 0 || rest <= 0 ? 1 : 0;
    // At least one failure before, so that a single one after a quiet hour is no endless ratio.
    return (now / double(latest)) / (qMax(1.0, before) / double(rest));
}

bool Overview::hasFailureSpike() const
{
    const qsizetype latest = qMax<qsizetype>(1, buckets.size() / 12);
    qint64 now = 0;
    for (qsizetype i = qMax<qsizetype>(0, buckets.size() - latest); i < buckets.size(); ++i)
        now += buckets.at(i).failed.value;
    return now >= 5 && failureRatio() >= 3;
}

Overview Inspector::overview(const QDateTime &from, const QDateTime &to, int buckets) const
{
    inspect::checkTimes(from, to);
    if (buckets < 1 || buckets > 240)
        throw Error(Error::Kind::Usage, u"buckets: must be from 1 to 240"_s).withArgument(u"buckets"_s);
    Connection &connection = m_system.pool().connection();
    Overview overview;
    overview.counts = inspect::countStages(connection);
    Statement oldest(connection, u"inspect/find_oldest_ready"_s);
    oldest.bind("of_none", false).exec();
    if (oldest.next()) {
        overview.oldestReadyJob = oldest.int64(0);
        overview.oldestReadyAge = inspect::millisecondsAt(oldest, 1);
    }
    readWorkers(connection, overview);
    overview.buckets = measureBuckets(connection, from, to, buckets);
    Statement clock(connection, u"inspect/read_clock"_s);
    clock.execOne();
    overview.serverTime = clock.dateTime(0);
    return overview;
}

Overview Inspector::overview() const
{
    Statement clock(m_system.pool().connection(), u"inspect/read_clock"_s);
    clock.execOne();
    // The running minute is part of it.
    const QDateTime end = clock.dateTime(1);
    return overview(end.addSecs(-3600), end, 60);
}

} // namespace jobq
