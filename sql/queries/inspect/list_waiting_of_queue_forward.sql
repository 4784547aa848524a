-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The waiting jobs of one queue in the order in which they will run. Up to 20,000 are looked at; the last of so many is
-- given whether it matches or not.
SELECT s.id, ARRAY[s.priority::text, s.run_at::text, s.id::text] AS place,
       s.matches, s.n = 20000 AS is_cut
  FROM (SELECT j.priority, j.run_at, j.id,
               row_number() OVER (ORDER BY j.priority, j.run_at, j.id) AS n,
               jobq.job_matches(
                       j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
                       :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
                       :min_age_ms::bigint, :max_age_ms::bigint) AS matches
          FROM jobq.jobs j
         WHERE j.state = 'waiting' AND j.queue_name = :of_queue::text AND (j.priority, j.run_at, j.id)
               > (:at_priority::int, :at_run_at::timestamptz, :at_id::bigint)
         ORDER BY j.priority, j.run_at, j.id LIMIT 20000) s
 WHERE s.matches OR s.n = 20000
 ORDER BY s.priority, s.run_at, s.id
 LIMIT :rows::int
