-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Workers by id (:backward, reversed): the registered ones, and those that only hold locks.
WITH RECURSIVE holder AS (
    (SELECT j.locked_by AS id FROM jobq.jobs j WHERE j.state = 'locked' ORDER BY j.locked_by LIMIT 1)
    UNION ALL
    SELECT (SELECT j.locked_by FROM jobq.jobs j
             WHERE j.state = 'locked' AND j.locked_by > h.id ORDER BY j.locked_by LIMIT 1)
      FROM holder h WHERE h.id IS NOT NULL
), known AS (
    SELECT a.id, w.heartbeat_at + w.lease >= now() AND w.declared_dead_at IS NULL AS is_alive
      FROM (SELECT h.id FROM holder h WHERE h.id IS NOT NULL UNION SELECT r.id FROM jobq.workers r) a
      LEFT JOIN jobq.workers w ON w.id = a.id
), shown AS MATERIALIZED (
    SELECT k.id
      FROM known k
     WHERE (:at_name::text IS NULL OR (:inclusive::boolean AND k.id = :at_name::text)
            OR CASE WHEN :backward::boolean THEN k.id < :at_name::text ELSE k.id > :at_name::text END)
       AND (:is_alive::boolean IS NULL OR coalesce(k.is_alive, false) = :is_alive::boolean)
     ORDER BY CASE WHEN :backward::boolean THEN k.id END DESC, k.id
     LIMIT :rows::int
), lately AS MATERIALIZED (
    SELECT h.worker_id, h.finished_at
      FROM jobq.history h
     WHERE h.finished_at > now() - interval '1 minute' AND h.finished_at <= now()
     ORDER BY h.finished_at DESC, h.job_id DESC LIMIT 20000
), span AS (
    -- where there was more than is read, what was read stands for the whole minute
    SELECT CASE WHEN count(*) = 20000 THEN 60 / greatest(0.001, date_part('epoch', now() - min(l.finished_at))) ELSE 1 END AS factor,
           count(*) < 20000 AS is_whole
      FROM lately l
), rate AS (
    SELECT l.worker_id, count(*) AS n FROM lately l GROUP BY 1
)
SELECT s.id, w.id IS NOT NULL, w.host, w.pid, w.task_identifiers IS NULL, w.task_identifiers, w.forbidden_flags,
       w.concurrency, w.version, date_part('epoch', w.started_at), date_part('epoch', w.heartbeat_at),
       (1000 * date_part('epoch', w.lease))::bigint, date_part('epoch', w.declared_dead_at), w.stopping,
       CASE WHEN w.id IS NULL THEN 'unknown'
            WHEN w.declared_dead_at IS NOT NULL THEN 'dead'
            WHEN w.heartbeat_at + w.lease < now() THEN 'silent'
            ELSE 'alive' END,
       (1000 * date_part('epoch', now() - w.heartbeat_at))::bigint,
       k.n, k.n < 1000, (1000 * date_part('epoch', now() - k.oldest))::bigint,
       (coalesce(r.n, 0) * p.factor)::bigint, p.is_whole, ARRAY[s.id] AS place
  FROM shown s
 CROSS JOIN span p
  LEFT JOIN jobq.workers w ON w.id = s.id
 CROSS JOIN LATERAL (SELECT count(*) AS n, min(c.locked_at) AS oldest
                       FROM (SELECT j.locked_at FROM jobq.jobs j
                              WHERE j.locked_by = s.id AND j.state = 'locked' ORDER BY j.id LIMIT 1000) c) k
  LEFT JOIN rate r ON r.worker_id = s.id
 ORDER BY CASE WHEN :backward::boolean THEN s.id END DESC, s.id
