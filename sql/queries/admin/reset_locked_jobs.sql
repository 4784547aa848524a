-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT u.operation_id, u.job_id, u.skip
  FROM (SELECT coalesce(array_agg(j.id ORDER BY j.id), '{}') AS ids, coalesce(array_agg(j.revision ORDER BY j.id), '{}') AS revisions,
               o.timeout
          FROM (SELECT :timeout_ms::bigint * interval '1 millisecond' AS timeout, :keep_live::boolean AS keep_live) o
          LEFT JOIN jobq.jobs j
                 ON j.state = 'locked' AND j.locked_at <= clock_timestamp() - o.timeout
                AND NOT (o.keep_live AND EXISTS (SELECT FROM jobq.workers w
                                                  WHERE w.id = j.locked_by AND w.declared_dead_at IS NULL
                                                    AND w.heartbeat_at + w.lease >= now()))
         GROUP BY o.timeout) f
 CROSS JOIN LATERAL jobq.force_unlock_jobs(
           array_remove(f.ids, NULL), array_remove(f.revisions, NULL), 'the lock had reached its age limit', true, 'reset_locked_jobs',
           jsonb_build_object('timeout', f.timeout), :actor::text, :reason::text, :action_group::text) u
