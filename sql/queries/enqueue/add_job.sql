-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Adds one job without a key: no function call, no interning, because this is the path where a single round trip
-- and commit is all there is. Gives no row where the lane or the queue is not yet known: then add_jobs does it.
WITH spec AS (
    SELECT :task_identifier::text AS task, :payload::jsonb AS payload, :queue_name::text AS queue,
           coalesce(:run_at::timestamptz, now()) AS run_at, :priority::int AS priority,
           :max_attempts::int AS max_attempts, :flags::text[] AS flags
)
INSERT INTO jobq.jobs (lane, task_identifier, payload, queue_name, run_at, priority, max_attempts, flags, state)
SELECT l.id, s.task, s.payload, s.queue, s.run_at, s.priority, s.max_attempts, s.flags,
       jobq.idle_state(s.queue, s.run_at)
  FROM spec s
  JOIN jobq.lanes l ON l.task_identifier = s.task AND l.flags = coalesce(s.flags, '{}') AND l.rate_limit_key = ''
 WHERE (s.queue IS NULL OR EXISTS (SELECT FROM jobq.queues q WHERE q.name = s.queue))
   AND l.last_used_at > now() - interval '1 hour'
RETURNING id, payload::text, date_part('epoch', run_at), date_part('epoch', created_at),
          CASE WHEN :notify::boolean THEN pg_notify('jobq_jobs', '') END
