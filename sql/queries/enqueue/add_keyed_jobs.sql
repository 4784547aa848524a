-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT id, task_identifier, payload::text, queue_name, priority, date_part('epoch', run_at), attempts, max_attempts,
       last_error, date_part('epoch', created_at), date_part('epoch', updated_at), job_key, flags, rate_limit_key,
       date_part('epoch', locked_at), locked_by, revision, state, partial_results::text,
       (partial_results -> 'results')::text
  FROM jobq.add_keyed_jobs(:task_identifiers::text[], :payloads::text[], :queue_names::text[], :run_ats::timestamptz[],
                           :priorities::int[], :max_attempts::int[], :flags::text[], :rate_limit_keys::text[],
                           :job_keys::text[], :job_key_modes::text[], :notify::boolean)
