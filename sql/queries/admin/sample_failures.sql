-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT h.job_id, h.task_identifier, h.queue_name, 'exhausted', date_part('epoch', h.finished_at), h.priority, h.attempt,
       coalesce(j.max_attempts, h.attempt), left(h.error_message, 500)
  FROM unnest(:ids::bigint[], :claim_tokens::bigint[]) u(id, token)
  JOIN jobq.history h ON h.job_id = u.id AND h.claim_token = u.token
  LEFT JOIN jobq.jobs j ON j.id = u.id
 ORDER BY h.job_id
