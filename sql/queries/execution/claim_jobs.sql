-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT id, task_identifier, payload::text, queue_name, priority, date_part('epoch', run_at), attempts, max_attempts,
       last_error, date_part('epoch', created_at), date_part('epoch', updated_at), job_key, flags, rate_limit_key,
       date_part('epoch', locked_at), locked_by, revision, state, partial_results::text,
       (partial_results -> 'results')::text, lane
  FROM jobq.claim_jobs(:worker_id::text, :task_identifiers::text[], :forbidden_flags::text[], :batch_size::int,
                       jobq.read_interval('historyRetention', :history_retention::text), :claim_token::bigint,
                       :cursor_lanes::int[], :cursor_priorities::int[], :cursor_run_ats_us::bigint[],
                       :cursor_ids::bigint[], :probe::boolean)
 ORDER BY priority, run_at, id
