-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- What stands at the front of the job's named queue, and how many (10,000 at most) wait in it before the job.
SELECT f.id, f.state, f.locked_by, (1000 * date_part('epoch', now() - f.locked_at))::bigint, CASE WHEN w.id IS NULL THEN 'unknown'
            WHEN w.declared_dead_at IS NOT NULL THEN 'dead'
            WHEN w.heartbeat_at + w.lease < now() THEN 'silent'
            ELSE 'alive' END,
       (1000 * date_part('epoch', now() - w.heartbeat_at))::bigint, (1000 * date_part('epoch', w.lease))::bigint,
       (SELECT count(*)
          FROM (SELECT FROM jobq.jobs a
                 WHERE a.state = 'waiting' AND a.queue_name = j.queue_name
                   AND (a.priority, a.run_at, a.id) < (j.priority, j.run_at, j.id)
                 ORDER BY a.priority, a.run_at, a.id LIMIT 10000) c)
  FROM jobq.jobs j
  LEFT JOIN LATERAL (SELECT o.id, o.state, o.locked_by, o.locked_at
                       FROM jobq.jobs o
                      WHERE o.queue_name = j.queue_name AND o.queue_name IS NOT NULL AND o.state IN ('ready', 'locked') LIMIT 1) f ON true
  LEFT JOIN jobq.workers w ON w.id = f.locked_by
 WHERE j.id = :job::bigint
