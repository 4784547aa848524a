-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The jobs that can be looked up one by one, by id, from high to low: that of a key, or those at the front of a named queue.
SELECT j.id, ARRAY[j.id::text] AS place, true AS matches, false AS is_cut
  FROM (SELECT k.id FROM jobq.jobs k WHERE k.job_key = :of_key::text
        UNION
        SELECT f.id FROM jobq.jobs f
         WHERE f.queue_name = :front_of::text AND f.queue_name IS NOT NULL AND f.state IN ('ready', 'locked')) few
  JOIN jobq.jobs j ON j.id = few.id
 WHERE j.state = ANY (:states::jobq.job_state[]) AND j.id < :at_id::bigint
   AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)
 ORDER BY j.id DESC
 LIMIT :rows::int
