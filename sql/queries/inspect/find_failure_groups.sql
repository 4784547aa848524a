-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The latest 10,000 executions of a time range that did not complete, by the pattern of their error. Two plain comparisons with
-- unknown bounds would look like a narrow range to the planner, and it would sort all of it.
WITH failed AS MATERIALIZED (
    SELECT h.finished_at, h.job_id, h.task_identifier, coalesce(h.error_message, '(no message)') AS message
      FROM jobq.history h
     WHERE h.status <> 'completed' AND (h.finished_at, h.job_id) >= (:from::timestamptz, 0::bigint)
       AND (h.finished_at, h.job_id) < (:to::timestamptz, 0::bigint)
     ORDER BY h.finished_at DESC, h.job_id DESC LIMIT 10000
), bounds AS (
    SELECT count(*) = 10000 AS is_cut,
           CASE WHEN count(*) = 10000 THEN min(finished_at) ELSE :from::timestamptz END AS from_at,
           :to::timestamptz AS to_at
      FROM failed
), patterned AS MATERIALIZED (
    SELECT f.finished_at, f.job_id, f.task_identifier, f.message, jobq.error_pattern(f.message) AS pattern
      FROM failed f
     WHERE :task::text IS NULL OR f.task_identifier = :task::text
)
SELECT left(md5(p.pattern), 16), p.pattern, left((array_agg(p.message ORDER BY p.finished_at DESC))[1], 1000), count(*),
       date_part('epoch', min(p.finished_at)), date_part('epoch', max(p.finished_at)),
       array_agg(DISTINCT p.task_identifier), (array_agg(p.job_id ORDER BY p.finished_at DESC))[1],
       array_agg(least(19, floor(20 * date_part('epoch', p.finished_at - b.from_at)
                                 / greatest(0.001, date_part('epoch', b.to_at - b.from_at))))::int),
       date_part('epoch', b.from_at), b.is_cut
  FROM patterned p CROSS JOIN bounds b
 GROUP BY p.pattern, b.from_at, b.is_cut
 ORDER BY count(*) DESC, max(p.finished_at) DESC LIMIT 500
