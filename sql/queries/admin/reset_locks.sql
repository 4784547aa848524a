-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.force_unlock_jobs(:ids::bigint[], :revisions::bigint[], 'the lock had reached its age limit', true, 'reset_locked_jobs',
                              jsonb_build_object('timeout', :timeout_ms::bigint * interval '1 millisecond'),
                              :actor::text, :reason::text, :action_group::text)
