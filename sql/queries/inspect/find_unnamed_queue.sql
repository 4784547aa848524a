-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The jobs of no named queue in the stages asked for, where these are known to be few (20,000 at most are read).
SELECT CASE WHEN 'ready' = ANY (:states::text[]) THEN
           (SELECT count(*) FILTER (WHERE c.queue_name IS NULL)
              FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'ready'
                     ORDER BY j.lane, j.priority, j.run_at, j.id LIMIT 20000) c) END,
       CASE WHEN 'scheduled' = ANY (:states::text[]) THEN
           (SELECT count(*) FILTER (WHERE c.queue_name IS NULL)
              FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'scheduled'
                     ORDER BY j.run_at, j.id LIMIT 20000) c) END,
       CASE WHEN 'locked' = ANY (:states::text[]) THEN
           (SELECT count(*) FILTER (WHERE c.queue_name IS NULL)
              FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'locked'
                     ORDER BY j.locked_by, j.id LIMIT 20000) c) END,
       CASE WHEN 'exhausted' = ANY (:states::text[]) THEN
           (SELECT count(*) FILTER (WHERE c.queue_name IS NULL)
              FROM (SELECT j.queue_name FROM jobq.jobs j WHERE j.state = 'exhausted'
                     ORDER BY j.id LIMIT 20000) c) END
