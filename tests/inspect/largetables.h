// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace jobq::test {

/// SQL that fills a database with `rows` jobs of every stage and as many history records, in 150 lanes, 3,000 queues,
/// 100 workers and 20 days of history.
inline QString largeTables(qint64 rows)
{
    return QStringLiteral(
               "INSERT INTO jobq.lanes (task_identifier, flags, rate_limit_key)"
               "SELECT 'task-' || t, CASE f WHEN 1 THEN '{slow}'::text[] WHEN 2 THEN '{eu,slow}' ELSE '{}' END, CASE WHEN t % 10 = 0 THEN 'limit-' || t ELSE '' END"
               "  FROM generate_series(1, 50) t, generate_series(0, 2) f ORDER BY t, f;"
               "INSERT INTO jobq.rate_limits (key, capacity, interval, tokens) SELECT 'limit-' || t, 100, '1 minute', 50 FROM generate_series(10, 50, 10) t;"
               "INSERT INTO jobq.queues (name) SELECT 'queue-' || q FROM generate_series(1, 3000) q;"
               "INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease) SELECT 'worker-' || w, 'host-' || w % 5, w, 20, '1', '30 s' FROM generate_series(1, 100) w;"
               // Of 1,000: 600 ready, 200 scheduled, 100 waiting, 2 more ready (one at the front of a queue), 2 locked, 96 exhausted.
               "INSERT INTO jobq.jobs (run_at, created_at, locked_at, claim_token, lane, priority, attempts, state, task_identifier, payload, queue_name,"
               "                       flags, rate_limit_key, last_error, locked_by, history_retention)"
               "SELECT now() + CASE WHEN k BETWEEN 600 AND 799 THEN i ELSE i - %1 END * interval '50 ms', now() - (%1 - i) * interval '50 ms',"
               "       CASE WHEN k IN (902, 903) THEN now() - i * interval '1 ms' END, CASE WHEN k IN (902, 903) THEN i END, l.id, i % 5, i % 7,"
               "       (CASE WHEN k < 600 THEN 'ready' WHEN k < 800 THEN 'scheduled' WHEN k < 900 THEN 'waiting' WHEN k < 902 THEN 'ready'"
               "             WHEN k < 904 THEN 'locked' ELSE 'exhausted' END)::jobq.job_state,"
               "       l.task_identifier, jsonb_build_object('to', 'user' || i, 'nested', jsonb_build_object('a', i % 100)),"
               "       CASE WHEN k BETWEEN 800 AND 899 THEN 'queue-' || 1 + i % 2000 WHEN k = 900 THEN 'queue-' || 1 + i / 1000 END,"
               "       NULLIF(l.flags, '{}'), NULLIF(l.rate_limit_key, ''), CASE WHEN k >= 904 THEN 'could not open \"' || i || '\" in ' || i % 60 || ' s' END,"
               "       CASE WHEN k IN (902, 903) THEN 'worker-' || 1 + i % 110 END, CASE WHEN k IN (902, 903) THEN interval '30 days' END"
               "  FROM (SELECT i, i % 1000 AS k, 1 + (i * 7919) % 150 AS n FROM generate_series(1, %1::bigint) i) s JOIN jobq.lanes l ON l.id = s.n"
               " ORDER BY i;"
               "INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us, attempt, priority,"
               "                          status, task_identifier, queue_name, worker_id, payload, error_message)"
               "SELECT 2 * %1 + i, i * 977, f - interval '1 s', f, e, 1000 * (i % 977), 500 * (i % 1013), 1, 0,"
               "       (CASE WHEN i % 20 = 0 THEN 'failed' WHEN i % 50 = 1 THEN 'abandoned' ELSE 'completed' END)::jobq.history_status, 'task-' || 1 + i % 50,"
               "       CASE WHEN i % 3 = 0 THEN 'queue-' || 1 + i % 2000 END, 'worker-' || 1 + i % 100, jsonb_build_object('nested', jsonb_build_object('a', i % 100)),"
               "       CASE WHEN i % 20 = 0 THEN 'connection to host ' || i || ' refused' WHEN i % 50 = 1 THEN 'the worker died' END"
               // Each of 20 days' partitions is full, whatever the time of day: one of a few pages may be read from end to end.
               "  FROM (SELECT i, now() - (%1 - i) * (interval '20 days' / %1) AS f,"
               "               date_trunc('day', now()) + ((i - 1) * 20 / %1) * interval '1 day' + interval '8 days 12 hours' AS e"
               "          FROM generate_series(1, %1::bigint) i) s ORDER BY i;"
               "ANALYZE")
        .arg(rows);
}

} // namespace jobq::test
