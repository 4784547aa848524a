-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- What maintenance would delete or unlock, as far as 20,000 rows of each kind tell, and the first 100 names of it.
WITH expired AS MATERIALIZED (
    -- what was finished first is what expires first, if retentions do not differ much
    SELECT count(*) AS seen, count(*) FILTER (WHERE h.expires_at <= now()) AS n
      FROM (SELECT o.expires_at FROM jobq.history o ORDER BY o.finished_at, o.job_id LIMIT 20000) h
), idle AS MATERIALIZED (
    SELECT s.queue_name, s.task_identifier
      FROM (SELECT j.queue_name, j.task_identifier FROM jobq.jobs j WHERE j.state = 'scheduled' ORDER BY j.run_at, j.id LIMIT 20000) s
    UNION ALL
    SELECT s.queue_name, s.task_identifier
      FROM (SELECT j.queue_name, j.task_identifier FROM jobq.jobs j WHERE j.state = 'exhausted' ORDER BY j.id LIMIT 20000) s
), busy AS MATERIALIZED (
    SELECT s.task_identifier
      FROM (SELECT j.task_identifier FROM jobq.jobs j WHERE j.state = 'locked' ORDER BY j.locked_by, j.id LIMIT 20000) s
    UNION
    SELECT s.task_identifier
      FROM (SELECT j.task_identifier FROM jobq.jobs j WHERE j.state = 'waiting'
             ORDER BY j.queue_name, j.priority, j.run_at, j.id LIMIT 20000) s
    UNION
    SELECT i.task_identifier FROM idle i
), empty_queue AS (
    SELECT count(*) AS n, (array_agg(q.name ORDER BY q.name))[:100] AS names
      FROM (SELECT q.name FROM jobq.queues q ORDER BY q.name LIMIT 20000) q
     WHERE NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.queue_name = q.name AND j.queue_name IS NOT NULL AND j.state IN ('ready', 'locked'))
       AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.queue_name = q.name AND j.state = 'waiting')
       AND NOT EXISTS (SELECT FROM idle i WHERE i.queue_name = q.name)
), unused AS (
    SELECT count(*) AS n, (array_agg(t.task_identifier ORDER BY t.task_identifier))[:100] AS names
      FROM (SELECT l.task_identifier FROM jobq.lanes l GROUP BY 1 HAVING max(l.last_used_at) < now() - interval '7 days') t
     WHERE NOT EXISTS (SELECT FROM busy b WHERE b.task_identifier = t.task_identifier)
       AND NOT EXISTS (SELECT FROM jobq.lanes l
                         JOIN LATERAL (SELECT j.id FROM jobq.jobs j WHERE j.lane = l.id AND j.state = 'ready'
                                        ORDER BY j.priority, j.run_at, j.id LIMIT 1) f ON true
                        WHERE l.task_identifier = t.task_identifier)
), stale AS (
    SELECT count(*) AS seen, count(*) FILTER (WHERE s.locked_at < now() - interval '4 hours'
               AND NOT EXISTS (SELECT FROM jobq.workers w WHERE w.id = s.locked_by AND w.declared_dead_at IS NULL
                                  AND w.heartbeat_at + w.lease >= now())) AS n
      FROM (SELECT j.locked_at, j.locked_by FROM jobq.jobs j WHERE j.state = 'locked' ORDER BY j.locked_by, j.id LIMIT 20000) s
)
SELECT e.n, e.n < 20000, q.n, (SELECT count(*) FROM idle) < 20000, u.n, s.n, s.seen < 20000, q.names, u.names
  FROM expired e CROSS JOIN empty_queue q CROSS JOIN unused u CROSS JOIN stale s
