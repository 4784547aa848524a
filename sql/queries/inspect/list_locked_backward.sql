-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Locked jobs by id, from high to low: of each worker its first ones, merged, as in list_ready_backward.
WITH RECURSIVE worker AS (
    (SELECT j.locked_by AS id FROM jobq.jobs j
      WHERE j.state = 'locked' AND (:of_worker::text IS NULL OR j.locked_by = :of_worker::text)
      ORDER BY j.locked_by LIMIT 1)
    UNION ALL
    SELECT (SELECT j.locked_by FROM jobq.jobs j
             WHERE j.state = 'locked' AND j.locked_by > w.id AND :of_worker::text IS NULL
             ORDER BY j.locked_by LIMIT 1)
      FROM worker w WHERE w.id IS NOT NULL
), depth AS MATERIALIZED (
    SELECT least(:depth::bigint, greatest(20, 20000 / greatest(1, count(*)))) AS n FROM worker
), head AS MATERIALIZED (
    SELECT r.id, row_number() OVER (PARTITION BY w.id ORDER BY r.id DESC) AS n
      FROM worker w
     CROSS JOIN LATERAL (SELECT j.id FROM jobq.jobs j
                          WHERE j.locked_by = w.id AND j.state = 'locked' AND j.id < :at_id::bigint
                          ORDER BY j.id DESC LIMIT (SELECT d.n FROM depth d)) r
), cut AS MATERIALIZED (
    SELECT h.id FROM head h JOIN depth d ON h.n = d.n ORDER BY h.id DESC LIMIT 1
)
SELECT s.id, ARRAY[s.id::text] AS place, m.matches, s.is_cut
  FROM (SELECT h.id, coalesce(h.id = (SELECT c.id FROM cut c), false) AS is_cut
          FROM head h
         WHERE NOT EXISTS (SELECT FROM cut c WHERE h.id < c.id)
         ORDER BY h.id DESC) s
 CROSS JOIN LATERAL (SELECT jobq.job_matches(
                               j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
                               :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
                               :min_age_ms::bigint, :max_age_ms::bigint) AS matches
                       FROM jobq.jobs j
                      WHERE j.id = s.id LIMIT 1) m
 WHERE m.matches OR s.is_cut
 ORDER BY s.id DESC
 LIMIT :rows::int
