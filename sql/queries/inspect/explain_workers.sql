-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Live workers: all, those that take the task, those of them that forbid none of the flags, and those of these with a
-- free slot; and a worker that never registered but was at work in the last ten minutes (as far as 2,000 rows tell).
WITH live AS (
    SELECT w.id, w.concurrency,
           w.task_identifiers IS NULL OR :task::text = ANY (w.task_identifiers) AS takes_task,
           NOT w.forbidden_flags && coalesce(:flags::text[], '{}') AS takes_flags,
           (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked'
                                   ORDER BY j.id LIMIT 10000) c) AS held
      FROM jobq.workers w
     WHERE w.heartbeat_at + w.lease >= now() AND w.declared_dead_at IS NULL AND NOT w.stopping
)
SELECT count(*), count(*) FILTER (WHERE l.takes_task), count(*) FILTER (WHERE l.takes_task AND l.takes_flags),
       count(*) FILTER (WHERE l.takes_task AND l.takes_flags AND l.held < l.concurrency),
       coalesce(sum(l.concurrency) FILTER (WHERE l.takes_task AND l.takes_flags), 0)::bigint,
       coalesce(sum(l.held) FILTER (WHERE l.takes_task AND l.takes_flags), 0)::bigint,
       (SELECT h.worker_id
          FROM (SELECT o.worker_id FROM jobq.history o
                 WHERE o.finished_at > now() - interval '10 minutes' AND o.finished_at <= now()
                 ORDER BY o.finished_at DESC, o.job_id DESC LIMIT 2000) h
         WHERE NOT EXISTS (SELECT FROM jobq.workers r WHERE r.id = h.worker_id) LIMIT 1),
       (SELECT h.locked_by
          FROM (SELECT o.locked_by FROM jobq.jobs o WHERE o.state = 'locked' AND o.locked_at > now() - interval '10 minutes'
                 ORDER BY o.locked_by, o.id LIMIT 2000) h
         WHERE NOT EXISTS (SELECT FROM jobq.workers r WHERE r.id = h.locked_by) LIMIT 1)
  FROM live l
