-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT e.id, e.revision, e.skip, e.task_identifier, e.queue_name
  FROM (SELECT :timeout_ms::bigint * interval '1 millisecond' AS timeout, :keep_live::boolean AS keep_live) o
 CROSS JOIN LATERAL (
       SELECT array_agg(j.id ORDER BY j.id) AS ids, array_agg(j.revision ORDER BY j.id) AS revisions
         FROM jobq.jobs j
        WHERE j.state = 'locked' AND j.locked_at <= clock_timestamp() - o.timeout
          AND NOT (o.keep_live AND EXISTS (SELECT FROM jobq.workers w
                                            WHERE w.id = j.locked_by AND w.declared_dead_at IS NULL
                                              AND w.heartbeat_at + w.lease >= now()))) f
 CROSS JOIN LATERAL jobq.examine_jobs('force_unlock_jobs', f.ids, f.revisions) e
