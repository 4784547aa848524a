-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip, new_id
  FROM jobq.replay_failed_jobs(:from_time::timestamptz, :to_time::timestamptz, :task_identifier::text, :job_ids::bigint[],
                               :claim_tokens::bigint[], :max_attempts::int, :actor::text, :reason::text, :action_group::text)
