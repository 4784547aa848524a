-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The job, and the worker that holds it.
SELECT j.state, (1000 * date_part('epoch', j.run_at - now()))::bigint, (1000 * date_part('epoch', now() - j.locked_at))::bigint,
       CASE WHEN w.id IS NULL THEN 'unknown'
            WHEN w.declared_dead_at IS NOT NULL THEN 'dead'
            WHEN w.heartbeat_at + w.lease < now() THEN 'silent'
            ELSE 'alive' END,
       (1000 * date_part('epoch', now() - w.heartbeat_at))::bigint, (1000 * date_part('epoch', w.lease))::bigint, date_part('epoch', now()), j.lane, j.run_at::text
  FROM jobq.jobs j
  LEFT JOIN jobq.workers w ON w.id = j.locked_by
 WHERE j.id = :job::bigint
