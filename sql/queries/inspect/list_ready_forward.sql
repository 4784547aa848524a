-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Ready jobs in the order in which they are claimed: of each lane its first ones, merged. Where a lane may have
-- more than were read, the list ends with its last one (is_cut), whether that matches or not.
WITH lane AS MATERIALIZED (
    SELECT l.id
      FROM jobq.lanes l
     WHERE (:lane_task::text IS NULL OR l.task_identifier = :lane_task::text)
       AND (:lane_flags::text[] IS NULL OR l.flags @> :lane_flags::text[])
       AND (:lane_rate_limit::text IS NULL OR l.rate_limit_key = :lane_rate_limit::text)
), depth AS MATERIALIZED (
    SELECT least(:depth::bigint, greatest(20, 20000 / greatest(1, count(*)))) AS n FROM lane
), head AS MATERIALIZED (
    SELECT r.priority, r.run_at, r.id,
           row_number() OVER (PARTITION BY l.id ORDER BY r.priority, r.run_at, r.id) AS n
      FROM lane l
     CROSS JOIN LATERAL (SELECT j.priority, j.run_at, j.id
                           FROM jobq.jobs j
                          WHERE j.lane = l.id AND j.state = 'ready'
                            AND (j.priority, j.run_at, j.id) > (:at_priority::int, :at_run_at::timestamptz, :at_id::bigint)
                          ORDER BY j.priority, j.run_at, j.id LIMIT (SELECT d.n FROM depth d)) r
), cut AS MATERIALIZED (
    SELECT h.priority, h.run_at, h.id
      FROM head h JOIN depth d ON h.n = d.n
     ORDER BY h.priority, h.run_at, h.id LIMIT 1
)
SELECT s.id, ARRAY[s.priority::text, s.run_at::text, s.id::text] AS place, m.matches, s.is_cut
  FROM (SELECT h.priority, h.run_at, h.id, coalesce(h.id = (SELECT c.id FROM cut c), false) AS is_cut
          FROM head h
         WHERE NOT EXISTS (SELECT FROM cut c WHERE (h.priority, h.run_at, h.id) > (c.priority, c.run_at, c.id))
         ORDER BY h.priority, h.run_at, h.id) s
 CROSS JOIN LATERAL (SELECT jobq.job_matches(
                               j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
                               :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
                               :min_age_ms::bigint, :max_age_ms::bigint) AS matches
                       FROM jobq.jobs j
                      WHERE j.id = s.id LIMIT 1) m
 WHERE m.matches OR s.is_cut
 ORDER BY s.priority, s.run_at, s.id
 LIMIT :rows::int
