-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT u.operation_id, u.job_id, u.skip
  FROM (SELECT :timeout_ms::bigint * interval '1 millisecond' AS timeout) o
 CROSS JOIN LATERAL jobq.find_old_locks(o.timeout, :keep_live::boolean) f
 CROSS JOIN LATERAL jobq.force_unlock_jobs(
           f.ids, f.revisions, 'the lock had reached its age limit', true, 'reset_locked_jobs',
           jsonb_build_object('timeout', o.timeout), :actor::text, :reason::text, :action_group::text) u
