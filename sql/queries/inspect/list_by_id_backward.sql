-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Jobs of any stage by id, from high to low. Up to 20,000 are looked at; the last of so many is
-- given whether it matches or not.
SELECT s.id, ARRAY[s.id::text] AS place,
       s.matches, s.n = 20000 AS is_cut
  FROM (SELECT j.id,
               row_number() OVER (ORDER BY j.id DESC) AS n,
               j.state = ANY (:states::jobq.job_state[])
               AND jobq.job_matches(
                       j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
                       :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
                       :min_age_ms::bigint, :max_age_ms::bigint) AS matches
          FROM jobq.jobs j
         WHERE j.id < :at_id::bigint
         ORDER BY j.id DESC LIMIT 20000) s
 WHERE s.matches OR s.n = 20000
 ORDER BY s.id DESC
 LIMIT :rows::int
