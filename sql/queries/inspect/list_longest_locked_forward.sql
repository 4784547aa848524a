-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Locked jobs, the longest locked first, of 20,000 at most (is_cut where there are more), and their workers.
SELECT s.id, ARRAY[s.locked_at::text, s.id::text] AS place, true AS matches, s.is_cut,
       (1000 * greatest(0, date_part('epoch', now() - s.locked_at)))::bigint,
       CASE WHEN w.id IS NULL THEN 'unknown'
            WHEN w.declared_dead_at IS NOT NULL THEN 'dead'
            WHEN w.heartbeat_at + w.lease < now() THEN 'silent'
            ELSE 'alive' END,
       (1000 * date_part('epoch', now() - w.heartbeat_at))::bigint
  FROM (SELECT f.*, count(*) OVER () = 20000 AS is_cut
          FROM (SELECT j.id, j.locked_at, j.locked_by, j.task_identifier
                  FROM jobq.jobs j
                 WHERE j.state = 'locked' AND j.locked_by >= coalesce(:worker::text, '')
                   AND j.locked_by <= coalesce(:worker::text, (SELECT e.locked_by FROM jobq.jobs e WHERE e.state = 'locked'
                                                                ORDER BY e.locked_by DESC LIMIT 1))
                 ORDER BY j.locked_by, j.id LIMIT 20000) f) s
  LEFT JOIN jobq.workers w ON w.id = s.locked_by
 WHERE (s.locked_at, s.id) > (:at_locked::timestamptz, :at_id::bigint)
   AND (:task::text IS NULL OR s.task_identifier = :task::text)
   AND (:min_locked_ms::bigint IS NULL OR s.locked_at <= now() - :min_locked_ms::bigint * interval '1 millisecond')
 ORDER BY s.locked_at, s.id
 LIMIT :rows::int
