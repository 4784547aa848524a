-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The job's rate limit as the next claim would find it, and how many ready jobs (10,000 at most) want its tokens first.
SELECT r.capacity, (1000 * date_part('epoch', r.interval))::bigint,
       CASE WHEN now() >= r.window_started_at + r.interval THEN r.capacity ELSE r.tokens END,
       date_part('epoch', CASE WHEN now() < r.window_started_at + r.interval THEN r.window_started_at + r.interval END),
       (1000 * date_part('epoch', r.window_started_at + r.interval - now()))::bigint,
       (SELECT count(*)
          FROM (SELECT a.id FROM jobq.lanes l CROSS JOIN LATERAL (SELECT j.id FROM jobq.jobs j
                                                  WHERE j.lane = l.id AND j.state = 'ready'
                                                    AND (j.priority, j.run_at, j.id)
                                                        < (:at_priority::int, :at_run_at::timestamptz, :job::bigint)
                                                  ORDER BY j.priority, j.run_at, j.id LIMIT 10000) a
                 WHERE l.rate_limit_key = r.key LIMIT 10000) c)
  FROM jobq.rate_limits r
 WHERE r.key = :rate_limit::text
