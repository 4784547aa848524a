-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How many finished executions match, all of them read: asked for by hand only.
SELECT count(*)
  FROM jobq.history h
 WHERE h.finished_at >= coalesce(:from::timestamptz, '-infinity')
   AND h.finished_at < coalesce(:to::timestamptz, 'infinity')
   AND (:of_job::bigint IS NULL OR h.job_id = :of_job::bigint)
   AND jobq.history_matches(
           h, :task::text, :queue::text, :statuses::jobq.history_status[], :worker::text, :job::bigint,
           :arguments::jsonpath, :error::text, :fingerprint::text)
