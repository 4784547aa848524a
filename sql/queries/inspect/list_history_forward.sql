-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Finished executions by the time they finished. Up to 20,000 are looked at; the last of
-- so many is given whether it matches or not.
SELECT s.job_id, ARRAY[s.finished_at::text, s.job_id::text] AS place, s.matches, s.n = 20000 AS is_cut,
       s.claim_token, s.expires_at::text
  FROM (SELECT h.job_id, h.finished_at, h.claim_token, h.expires_at,
               row_number() OVER (ORDER BY h.finished_at, h.job_id) AS n,
               jobq.history_matches(
                   h, :task::text, :queue::text, :statuses::jobq.history_status[], :worker::text, :job::bigint,
                   :arguments::jsonpath, :error::text, :fingerprint::text) AS matches
          FROM jobq.history h
         WHERE h.finished_at >= coalesce(:from::timestamptz, '-infinity')
           AND h.finished_at < coalesce(:to::timestamptz, 'infinity')
           AND (h.finished_at, h.job_id) > (:at_finished::timestamptz, :at_id::bigint)
         ORDER BY h.finished_at, h.job_id LIMIT 20000) s
 WHERE s.matches OR s.n = 20000
 ORDER BY s.finished_at, s.job_id
 LIMIT :rows::int
