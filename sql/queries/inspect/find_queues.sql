-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The state of named queues, in the order of the names: their front and up to 1,000 waiting jobs each; of the scheduled
-- and exhausted jobs the first 5,000 of all queues.
WITH scheduled AS MATERIALIZED (
    SELECT s.queue_name AS name, count(*) AS n
      FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'scheduled' ORDER BY j.run_at, j.id LIMIT 5000) s
     GROUP BY 1
), exhausted AS MATERIALIZED (
    SELECT s.queue_name AS name, count(*) AS n
      FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'exhausted' ORDER BY j.id LIMIT 5000) s
     GROUP BY 1
), known AS MATERIALIZED (
    SELECT coalesce((SELECT sum(n) FROM scheduled), 0) < 5000 AS scheduled,
           coalesce((SELECT sum(n) FROM exhausted), 0) < 5000 AS exhausted
)
SELECT q.name, date_part('epoch', q.created_at),
       w.n + coalesce((f.state = 'ready')::int, 0), w.n < 1000,
       coalesce(s.n, 0), k.scheduled, coalesce((f.state = 'locked')::int, 0), coalesce(e.n, 0), k.exhausted,
       (1000 * date_part('epoch', now() - least(w.oldest, CASE WHEN f.state = 'ready' THEN f.run_at END)))::bigint,
       CASE WHEN f.state = 'locked' THEN f.id END, f.locked_by,
       (1000 * date_part('epoch', now() - f.locked_at))::bigint
  FROM unnest(:names::text[]) WITH ORDINALITY i(name, n)
  JOIN jobq.queues q ON q.name = i.name
 CROSS JOIN known k
  LEFT JOIN LATERAL (SELECT j.id, j.state, j.run_at, j.locked_by, j.locked_at
                       FROM jobq.jobs j
                      WHERE j.queue_name = q.name AND j.queue_name IS NOT NULL AND j.state IN ('ready', 'locked') LIMIT 1) f ON true
 CROSS JOIN LATERAL (SELECT count(*) AS n, min(c.run_at) AS oldest
                       FROM (SELECT j.run_at FROM jobq.jobs j
                              WHERE j.queue_name = q.name AND j.state = 'waiting'
                              ORDER BY j.priority, j.run_at, j.id LIMIT 1000) c) w
  LEFT JOIN scheduled s ON s.name = q.name
  LEFT JOIN exhausted e ON e.name = q.name
 ORDER BY i.n
