-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Expired records by task and queue, the largest group first, among the 20,000 that finished first (see count_garbage).
SELECT h.task_identifier, h.queue_name, count(*)
  FROM (SELECT o.task_identifier, o.queue_name, o.expires_at FROM jobq.history o ORDER BY o.finished_at, o.job_id LIMIT 20000) h
 WHERE h.expires_at <= now()
 GROUP BY h.task_identifier, h.queue_name
 ORDER BY count(*) DESC, h.task_identifier, h.queue_name
 LIMIT 200
