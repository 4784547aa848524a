-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The names of queues in order, reversed. Up to 20,000 are looked at, as in list_by_id_backward; which queues have only
-- scheduled or exhausted jobs is known of the first 20,000 of each.
WITH idle AS MATERIALIZED (
    SELECT s.queue_name FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'scheduled' AND :is_empty::boolean IS NOT NULL
                               ORDER BY j.run_at, j.id LIMIT 20000) s WHERE s.queue_name IS NOT NULL
    UNION
    SELECT s.queue_name FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'exhausted' AND :is_empty::boolean IS NOT NULL
                               ORDER BY j.id LIMIT 20000) s WHERE s.queue_name IS NOT NULL
)
SELECT s.name, ARRAY[s.name] AS place, s.matches, s.n = 20000 AS is_cut
  FROM (SELECT q.name, row_number() OVER (ORDER BY q.name DESC) AS n,
               (:contains::text IS NULL OR strpos(lower(q.name), lower(:contains::text)) > 0)
               AND (:is_locked::boolean IS NULL
                    OR :is_locked::boolean = EXISTS (SELECT FROM jobq.jobs j
                                                      WHERE j.queue_name = q.name AND j.queue_name IS NOT NULL
                                                        AND j.state IN ('ready', 'locked') AND j.state = 'locked'))
               AND (:is_empty::boolean IS NULL
                    OR :is_empty::boolean = NOT (EXISTS (SELECT FROM jobq.jobs j
                                                          WHERE j.queue_name = q.name AND j.queue_name IS NOT NULL
                                                            AND j.state IN ('ready', 'locked'))
                                                 OR EXISTS (SELECT FROM jobq.jobs j WHERE j.queue_name = q.name AND j.state = 'waiting')
                                                 OR q.name IN (SELECT i.queue_name FROM idle i))) AS matches
          FROM jobq.queues q
         WHERE q.name <= coalesce(:at_name::text, (SELECT e.name FROM jobq.queues e ORDER BY e.name DESC LIMIT 1))
           AND (:inclusive::boolean OR :at_name::text IS NULL OR q.name < :at_name::text)
         ORDER BY q.name DESC LIMIT 20000) s
 WHERE s.matches OR s.n = 20000
 ORDER BY s.name DESC
 LIMIT :rows::int
