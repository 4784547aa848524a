// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#include "benchmarks/history.h"

#include "benchmarks/interrupt.h"
#include "benchmarks/progress.h"
#include "job/error.h"

#include <algorithm>

namespace jobq::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 CopyChunk = 200'000;

/// All columns, with those moved that tell copies apart: `g` numbers the copies, `shift` is the time back.
QString selectList(const PlainConnection &connection)
{
    return connection
        .value(u"SELECT string_agg(CASE attname::text "
               "WHEN 'job_id' THEN 'h.job_id + g * 1000000' "
               "WHEN 'started_at' THEN 'h.started_at - shift' "
               "WHEN 'finished_at' THEN 'h.finished_at - shift' "
               "WHEN 'expires_at' THEN 'h.expires_at - shift' "
               "ELSE 'h.' || quote_ident(attname) END, ', ' ORDER BY attnum) "
               "FROM pg_attribute WHERE attrelid = 'jobq.history'::regclass AND attnum > 0 AND NOT attisdropped"_s)
        .toString();
}

} // namespace

void multiplyHistory(const Database &database, Progress &progress, qint64 records, int days)
{
    const PlainConnection connection(database.settings());
    connection.execute(u"CREATE TEMP TABLE seed AS SELECT * FROM jobq.history"_s);
    const qint64 seeds = connection.value(u"SELECT count(*) FROM seed"_s).toLongLong();
    const QString columns = selectList(connection);
    const qint64 copies = (records + seeds - 1) / seeds;
    const qint64 copiesAtOnce = std::max<qint64>(1, CopyChunk / seeds);
    for (qint64 first = 1; first <= copies; first += copiesAtOnce) {
        throwIfInterrupted();
        const qint64 last = std::min(copies, first + copiesAtOnce - 1);
        connection.execute(u"INSERT INTO jobq.history SELECT %1 FROM generate_series(%2, %3) g "
                           "CROSS JOIN LATERAL (SELECT g * interval '%4 days' / %5 AS shift) s CROSS JOIN seed h "
                           "LIMIT %6"_s.arg(columns)
                               .arg(first)
                               .arg(last)
                               .arg(days)
                               .arg(copies)
                               .arg(records - (first - 1) * seeds));
        progress.update(last * seeds, records);
    }
}

void makePastPartitions(const Database &database, int days)
{
    PlainConnection(database.settings())
        .execute(u"SELECT jobq.create_history_partition(date_trunc('day', now(), 'UTC') - d * interval '1 day', "
                 "date_trunc('day', now(), 'UTC') - (d - 1) * interval '1 day') FROM generate_series(1, %1) d"_s.arg(days));
}

} // namespace jobq::bench
