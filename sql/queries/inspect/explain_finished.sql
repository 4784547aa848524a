-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How a job's last execution ended.
SELECT h.status, date_part('epoch', h.finished_at), h.attempt, left(h.error_message, 1000), h.replayed_as, date_part('epoch', now())
  FROM jobq.history h
 WHERE h.job_id = :job::bigint
 ORDER BY h.finished_at DESC, h.attempt DESC LIMIT 1
