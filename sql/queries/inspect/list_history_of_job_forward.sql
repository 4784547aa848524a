-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The finished executions of one job by the time they finished. They are gathered before they are put in
-- order: else the planner likes to look for the job along the index of all times.
WITH mine AS MATERIALIZED (
    SELECT h.finished_at, h.claim_token, h.expires_at FROM jobq.history h WHERE h.job_id = :of_job::bigint LIMIT 20000
)
SELECT :of_job::bigint, ARRAY[m.finished_at::text, :of_job::text] AS place, s.matches, false AS is_cut,
       m.claim_token, m.expires_at::text
  FROM mine m
 CROSS JOIN LATERAL (SELECT jobq.history_matches(
                                h, :task::text, :queue::text, :statuses::jobq.history_status[], :worker::text, :job::bigint,
                                :arguments::jsonpath, :error::text, :fingerprint::text) AS matches
                       FROM jobq.history h
                      WHERE h.job_id = :of_job::bigint AND h.claim_token = m.claim_token AND h.expires_at = m.expires_at
                      LIMIT 1) s
 WHERE s.matches
   AND m.finished_at >= coalesce(:from::timestamptz, '-infinity')
   AND m.finished_at < coalesce(:to::timestamptz, 'infinity')
   AND (m.finished_at, :of_job::bigint) > (:at_finished::timestamptz, :at_id::bigint)
 ORDER BY m.finished_at
 LIMIT :rows::int
