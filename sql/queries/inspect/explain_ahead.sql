-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How many ready jobs (10,000 at most) come before the job: of its own lane, and of all that may share its workers.
SELECT (SELECT count(*)
          FROM (SELECT a.id FROM jobq.lanes l CROSS JOIN LATERAL (SELECT j.id FROM jobq.jobs j
                                                  WHERE j.lane = l.id AND j.state = 'ready'
                                                    AND (j.priority, j.run_at, j.id)
                                                        < (:at_priority::int, :at_run_at::timestamptz, :job::bigint)
                                                  ORDER BY j.priority, j.run_at, j.id LIMIT 10000) a
                 WHERE l.id = :lane::int LIMIT 10000) c),
       (SELECT count(*)
          FROM (SELECT a.id FROM jobq.lanes l CROSS JOIN LATERAL (SELECT j.id FROM jobq.jobs j
                                                  WHERE j.lane = l.id AND j.state = 'ready'
                                                    AND (j.priority, j.run_at, j.id)
                                                        < (:at_priority::int, :at_run_at::timestamptz, :job::bigint)
                                                  ORDER BY j.priority, j.run_at, j.id LIMIT 10000) a LIMIT 10000) c)
