-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The first expired records among the 20,000 that finished first (see count_garbage).
SELECT h.job_id, h.task_identifier, h.queue_name, h.status::text, h.attempt,
       date_part('epoch', h.finished_at), date_part('epoch', h.expires_at)
  FROM (SELECT o.job_id, o.task_identifier, o.queue_name, o.status, o.attempt, o.finished_at, o.expires_at
          FROM jobq.history o ORDER BY o.finished_at, o.job_id LIMIT 20000) h
 WHERE h.expires_at <= now()
 ORDER BY h.finished_at, h.job_id
 LIMIT :rows::int
