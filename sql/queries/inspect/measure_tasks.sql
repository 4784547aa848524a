-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How tasks did in the latest 20,000 executions of all.
SELECT h.task_identifier, count(*), count(*) FILTER (WHERE h.status IN ('failed', 'abandoned')),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY h.execution_time_us),
       percentile_disc(0.95) WITHIN GROUP (ORDER BY h.execution_time_us),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY h.queue_time_us),
       percentile_disc(0.95) WITHIN GROUP (ORDER BY h.queue_time_us)
  FROM (SELECT f.task_identifier, f.status, f.execution_time_us, f.queue_time_us
          FROM jobq.history f ORDER BY f.finished_at DESC, f.job_id DESC LIMIT 20000) h
 WHERE h.task_identifier = ANY (:tasks::text[])
 GROUP BY h.task_identifier
