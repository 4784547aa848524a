-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT id, task_identifier, queue_name, state::text, date_part('epoch', run_at), priority, attempts, max_attempts,
       left(last_error, 500)
  FROM jobq.jobs
 WHERE id = ANY (:ids::bigint[])
 ORDER BY id
