-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.reschedule_jobs(:ids::bigint[], :revisions::bigint[], :run_at::timestamptz, :priority::int, :max_attempts::int,
                            :actor::text, :reason::text, :action_group::text)
