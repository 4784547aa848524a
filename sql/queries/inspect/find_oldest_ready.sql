-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The ready job (:of_none: of no named queue) that has been due for longest. The first of each lane and priority is the
-- oldest of these: one step of the index each, 5,000 at most. A named queue has only one ready job, so few are passed over.
WITH RECURSIVE step AS (
    SELECT l.id AS lane, f.priority, f.run_at, f.id
      FROM jobq.lanes l
     CROSS JOIN LATERAL (SELECT j.priority, j.run_at, j.id FROM jobq.jobs j
                          WHERE j.lane = l.id AND j.state = 'ready' AND (NOT :of_none::boolean OR j.queue_name IS NULL)
                          ORDER BY j.priority, j.run_at, j.id LIMIT 1) f
    UNION ALL
    SELECT s.lane, f.priority, f.run_at, f.id
      FROM step s
     CROSS JOIN LATERAL (SELECT j.priority, j.run_at, j.id FROM jobq.jobs j
                          WHERE j.lane = s.lane AND j.state = 'ready' AND (NOT :of_none::boolean OR j.queue_name IS NULL)
                            AND j.priority > s.priority
                          ORDER BY j.priority, j.run_at, j.id LIMIT 1) f
)
SELECT o.id, (1000 * greatest(0, date_part('epoch', now() - o.run_at)))::bigint
  FROM (SELECT s.id, s.run_at FROM step s LIMIT 5000) o
 ORDER BY o.run_at, o.id LIMIT 1
