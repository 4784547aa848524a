-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Waiting jobs by queue, reversed. No text sorts after every other, so the list begins with a look at its end.
-- Up to 20,000 are looked at; the last of so many is given whether it matches or not.
SELECT s.id, ARRAY[s.queue_name, s.priority::text, s.run_at::text, s.id::text] AS place,
       s.matches, s.n = 20000 AS is_cut
  FROM (SELECT j.queue_name, j.priority, j.run_at, j.id,
               row_number() OVER (ORDER BY j.queue_name DESC, j.priority DESC, j.run_at DESC, j.id DESC) AS n,
               jobq.job_matches(
                       j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
                       :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
                       :min_age_ms::bigint, :max_age_ms::bigint) AS matches
          FROM jobq.jobs j
         WHERE j.state = 'waiting' AND (j.queue_name, j.priority, j.run_at, j.id)
               < (coalesce(:at_queue::text, (SELECT w.queue_name FROM jobq.jobs w WHERE w.state = 'waiting'
                                           ORDER BY w.queue_name DESC LIMIT 1)),
                  :at_priority::int, :at_run_at::timestamptz, :at_id::bigint)
         ORDER BY j.queue_name DESC, j.priority DESC, j.run_at DESC, j.id DESC LIMIT 20000) s
 WHERE s.matches OR s.n = 20000
 ORDER BY s.queue_name DESC, s.priority DESC, s.run_at DESC, s.id DESC
 LIMIT :rows::int
