-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Rate limits by key (:backward, reversed), as the next claim would find them, with up to 1,000 ready jobs of each lane.
SELECT s.key, s.capacity, (1000 * date_part('epoch', s.interval))::bigint, s.tokens, date_part('epoch', s.window_started_at),
       s.tokens_now, date_part('epoch', CASE WHEN NOT s.ended THEN s.window_started_at + s.interval END),
       r.n, r.longest < 1000, (1000 * date_part('epoch', now() - r.oldest))::bigint, ARRAY[s.key] AS place
  FROM (SELECT l.*, now() >= l.window_started_at + l.interval AS ended,
               CASE WHEN now() >= l.window_started_at + l.interval THEN l.capacity ELSE l.tokens END AS tokens_now
          FROM jobq.rate_limits l
         WHERE (:at_name::text IS NULL OR (:inclusive::boolean AND l.key = :at_name::text)
                OR CASE WHEN :backward::boolean THEN l.key < :at_name::text ELSE l.key > :at_name::text END)
           AND (:is_empty::boolean IS NULL
                OR :is_empty::boolean = (CASE WHEN now() >= l.window_started_at + l.interval THEN l.capacity ELSE l.tokens END = 0))
         ORDER BY CASE WHEN :backward::boolean THEN l.key END DESC, l.key
         LIMIT :rows::int) s
 CROSS JOIN LATERAL (SELECT coalesce(sum(c.n), 0) AS n, coalesce(max(c.n), 0) AS longest, min(c.oldest) AS oldest
                       FROM jobq.lanes a
                      CROSS JOIN LATERAL (SELECT count(*) AS n, min(f.run_at) AS oldest
                                            FROM (SELECT j.run_at FROM jobq.jobs j
                                                   WHERE j.lane = a.id AND j.state = 'ready'
                                                   ORDER BY j.priority, j.run_at, j.id LIMIT 1000) f) c
                      WHERE a.rate_limit_key = s.key) r
 ORDER BY CASE WHEN :backward::boolean THEN s.key END DESC, s.key
