-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Workers by their health, the locks of those that are gone (up to 1,000 each), and rate limits that are in the way.
SELECT count(*) FILTER (WHERE h.is_alive AND NOT h.stopping), count(*) FILTER (WHERE NOT h.is_alive),
       coalesce(sum(k.n), 0)::bigint, coalesce(max(k.n), 0) < 1000,
       (SELECT count(*) FROM jobq.rate_limits r
         WHERE (r.capacity = 0 OR (r.tokens = 0 AND now() < r.window_started_at + r.interval))
           AND EXISTS (SELECT FROM jobq.lanes l
                         JOIN LATERAL (SELECT j.id FROM jobq.jobs j WHERE j.lane = l.id AND j.state = 'ready'
                                        ORDER BY j.priority, j.run_at, j.id LIMIT 1) f ON true
                        WHERE l.rate_limit_key = r.key))
  FROM (SELECT w.id, w.stopping, w.declared_dead_at IS NULL AND w.heartbeat_at + w.lease >= now() AS is_alive
          FROM jobq.workers w
         WHERE w.heartbeat_at > now() - interval '1 day'
            OR EXISTS (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked')) h
 CROSS JOIN LATERAL (SELECT count(*) AS n
                       FROM (SELECT FROM jobq.jobs j WHERE NOT h.is_alive AND j.locked_by = h.id AND j.state = 'locked'
                              ORDER BY j.id LIMIT 1000) c) k
