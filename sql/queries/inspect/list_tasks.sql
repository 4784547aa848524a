-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Task identifiers in order (:backward, reversed), with up to 200 ready jobs of each lane and the workers that take them.
SELECT s.task_identifier, date_part('epoch', s.last_used_at), r.n, r.longest < 200, w.n, ARRAY[s.task_identifier] AS place
  FROM (SELECT l.task_identifier, max(l.last_used_at) AS last_used_at
          FROM jobq.lanes l
         WHERE :at_name::text IS NULL OR (:inclusive::boolean AND l.task_identifier = :at_name::text)
            OR CASE WHEN :backward::boolean THEN l.task_identifier < :at_name::text ELSE l.task_identifier > :at_name::text END
         GROUP BY l.task_identifier
         ORDER BY CASE WHEN :backward::boolean THEN l.task_identifier END DESC, l.task_identifier
         LIMIT :rows::int) s
 CROSS JOIN LATERAL (SELECT coalesce(sum(c.n), 0) AS n, coalesce(max(c.n), 0) AS longest
                       FROM jobq.lanes a
                      CROSS JOIN LATERAL (SELECT count(*) AS n
                                            FROM (SELECT FROM jobq.jobs j
                                                   WHERE j.lane = a.id AND j.state = 'ready'
                                                   ORDER BY j.priority, j.run_at, j.id LIMIT 200) f) c
                      WHERE a.task_identifier = s.task_identifier) r
 CROSS JOIN LATERAL (SELECT count(*) AS n
                       FROM jobq.workers k
                      WHERE k.heartbeat_at + k.lease >= now() AND k.declared_dead_at IS NULL AND NOT k.stopping
                        AND (k.task_identifiers IS NULL OR s.task_identifier = ANY (k.task_identifiers))) w
 ORDER BY CASE WHEN :backward::boolean THEN s.task_identifier END DESC, s.task_identifier
