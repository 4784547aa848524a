-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- What finished in each part of a time range. Of each up to 500 executions are read: where there were more, they stand for the
-- whole part.
SELECT date_part('epoch', b.start_at), (1000 * date_part('epoch', b.length))::bigint,
       (f.completed * f.factor)::bigint, (f.failed * f.factor)::bigint, (f.partial * f.factor)::bigint, f.n < 500,
       f.queue_p50, f.queue_p95, f.execution_p50, f.execution_p95, s.ready, s.last_job_id
  FROM (SELECT :from::timestamptz + i * length AS start_at, length
          FROM (SELECT (:to::timestamptz - :from::timestamptz) / :buckets::int AS length) l
         CROSS JOIN generate_series(0, :buckets::int - 1) i) b
 CROSS JOIN LATERAL (SELECT count(*) AS n,
                            count(*) FILTER (WHERE h.status = 'completed') AS completed,
                            count(*) FILTER (WHERE h.status IN ('failed', 'abandoned')) AS failed,
                            count(*) FILTER (WHERE h.status = 'partial_success') AS partial,
                            percentile_disc(0.5) WITHIN GROUP (ORDER BY h.queue_time_us) AS queue_p50,
                            percentile_disc(0.95) WITHIN GROUP (ORDER BY h.queue_time_us) AS queue_p95,
                            percentile_disc(0.5) WITHIN GROUP (ORDER BY h.execution_time_us) AS execution_p50,
                            percentile_disc(0.95) WITHIN GROUP (ORDER BY h.execution_time_us) AS execution_p95,
                            CASE WHEN count(*) < 500 THEN 1
                                 ELSE greatest(1, date_part('epoch', least(b.start_at + b.length, now()) - b.start_at)
                                                  / greatest(0.001, date_part('epoch', max(h.finished_at) - b.start_at))) END AS factor
                       FROM (SELECT o.finished_at, o.status, o.queue_time_us, o.execution_time_us
                               FROM jobq.history o
                              WHERE o.finished_at >= b.start_at AND o.finished_at < b.start_at + b.length
                              ORDER BY o.finished_at, o.job_id LIMIT 500) h) f
  LEFT JOIN LATERAL (SELECT m.ready, m.last_job_id
                       FROM jobq.samples m
                      WHERE m.at >= b.start_at AND m.at < b.start_at + b.length
                      ORDER BY m.at DESC LIMIT 1) s ON true
 ORDER BY b.start_at
