-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Of one job no record outlives a later one. Otherwise a failure could be all that is left of a job which succeeded
-- afterwards under a shorter retention, and a replay would run that job again.

ALTER TABLE jobq.jobs ADD COLUMN longest_retention interval;

CREATE OR REPLACE FUNCTION jobq.claim_jobs(
    p_worker text, p_tasks text[], p_forbidden_flags text[], p_batch int, p_retention interval, p_token bigint,
    p_cursor_lanes int[] DEFAULT NULL, p_cursor_priorities int[] DEFAULT NULL, p_cursor_run_ats_us bigint[] DEFAULT NULL,
    p_cursor_ids bigint[] DEFAULT NULL, p_probe boolean DEFAULT false)
RETURNS SETOF jobq.jobs
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_busy boolean;
    v_places tid[];
    v_claimed int := 0;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    v_busy := jobq.promote_due(1000, false);
    LOOP
        v_places := jobq.pick_jobs(p_tasks, p_forbidden_flags, p_batch - v_claimed, p_cursor_lanes, p_cursor_priorities,
                                   p_cursor_run_ats_us, p_cursor_ids, p_probe);
        RETURN QUERY
        UPDATE jobq.jobs j
           SET state = 'locked', locked_by = p_worker, locked_at = clock_timestamp(), claim_token = p_token,
               history_retention = greatest(p_retention, j.longest_retention),
               longest_retention = greatest(p_retention, j.longest_retention),
               attempts = j.attempts + 1, revision = j.revision + 1,
               updated_at = now(), progress = NULL, progress_note = NULL
         WHERE j.ctid = ANY (v_places)
        RETURNING j.*;
        v_claimed := v_claimed + cardinality(v_places);
        EXIT WHEN v_claimed >= p_batch OR NOT v_busy;
        -- Due jobs were just being let in by somebody else: wait for him rather than come back short.
        v_busy := jobq.promote_due(1000, true);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION jobq.restore_sources(p_operation bigint, p_ids bigint[]) RETURNS void
LANGUAGE plpgsql
SET jit = off AS $$
BEGIN
    UPDATE jobq.history h SET replayed_as = NULL
      FROM jobq.operation_images i
     WHERE i.operation_id = p_operation AND i.job_id = ANY (p_ids)
       AND h.job_id = (i.before ->> 'source')::bigint AND h.claim_token = (i.before ->> 'token')::bigint
       AND h.expires_at = (i.before ->> 'expires_at')::timestamptz;
    INSERT INTO jobq.lanes (task_identifier, flags, rate_limit_key)
    SELECT DISTINCT j.task_identifier, coalesce(j.flags, '{}'), coalesce(j.rate_limit_key, '')
      FROM jobq.operation_images i CROSS JOIN LATERAL jsonb_populate_record(NULL::jobq.jobs, nullif(i.before -> 'job', 'null')) j
     WHERE i.operation_id = p_operation AND i.job_id = ANY (p_ids) AND j.id IS NOT NULL
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
    INSERT INTO jobq.queues (name)
    SELECT DISTINCT j.queue_name
      FROM jobq.operation_images i CROSS JOIN LATERAL jsonb_populate_record(NULL::jobq.jobs, nullif(i.before -> 'job', 'null')) j
     WHERE i.operation_id = p_operation AND i.job_id = ANY (p_ids) AND j.queue_name IS NOT NULL
     ORDER BY 1
        ON CONFLICT DO NOTHING;
    -- Its key may belong to another job by now; and a payload of JSON null comes out of the record as an SQL one.
    INSERT INTO jobq.jobs (id, run_at, created_at, lane, priority, attempts, max_attempts, state, task_identifier, payload,
                           queue_name, job_key, flags, rate_limit_key, last_error, partial_results, longest_retention, revision)
    OVERRIDING SYSTEM VALUE
    SELECT j.id, j.run_at, j.created_at, l.id, j.priority, j.attempts, j.max_attempts, j.state, j.task_identifier, coalesce(j.payload, 'null'),
           j.queue_name, CASE WHEN EXISTS (SELECT FROM jobq.jobs k WHERE k.job_key = j.job_key) THEN NULL ELSE j.job_key END,
           j.flags, j.rate_limit_key, j.last_error, j.partial_results, j.longest_retention, j.revision + 1
      FROM jobq.operation_images i
     CROSS JOIN LATERAL jsonb_populate_record(NULL::jobq.jobs, nullif(i.before -> 'job', 'null')) j
      JOIN jobq.lanes l ON l.task_identifier = j.task_identifier AND l.flags = coalesce(j.flags, '{}')
                       AND l.rate_limit_key = coalesce(j.rate_limit_key, '')
     WHERE i.operation_id = p_operation AND i.job_id = ANY (p_ids) AND j.id IS NOT NULL
     ORDER BY j.id;
END $$;

-- What has expired counts as gone: garbage collection may have begun with the later record.
CREATE OR REPLACE FUNCTION jobq.examine_failures(
    p_from timestamptz, p_to timestamptz, p_task text, p_job_ids bigint[], p_tokens bigint[])
RETURNS TABLE (id bigint, revision bigint, skip text, task_identifier text, queue_name text, expires_at timestamptz)
LANGUAGE plpgsql STABLE
SET jit = off SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[] := p_job_ids;
    v_until timestamptz := date_trunc('milliseconds', p_to) + interval '1 millisecond';
BEGIN
    IF v_ids IS NULL THEN
        v_ids := ARRAY(SELECT DISTINCT h.job_id FROM jobq.history h
                        WHERE h.status <> 'completed' AND h.status = 'failed' AND h.expires_at > now()
                          AND h.finished_at >= coalesce(p_from, '-infinity') AND h.finished_at < coalesce(v_until, 'infinity')
                          AND (p_task IS NULL OR h.task_identifier = p_task));
    END IF;
    RETURN QUERY
    WITH chosen AS MATERIALIZED (
        SELECT u.id, array_agg(u.token) AS expected FROM unnest(v_ids, p_tokens) u(id, token) WHERE u.id IS NOT NULL GROUP BY u.id
    ), last AS MATERIALIZED (
        SELECT DISTINCT ON (h.job_id) h.job_id, h.claim_token, h.status, h.finished_at, h.task_identifier, h.queue_name,
               h.rate_limit_key, h.replayed_as, h.expires_at,
               h.status = 'failed' AND (p_from IS NULL OR h.finished_at >= p_from) AND (p_to IS NULL OR h.finished_at < v_until)
               AND (p_task IS NULL OR h.task_identifier = p_task) AS matches
          FROM unnest(v_ids) c(id) JOIN jobq.history h ON h.job_id = c.id AND h.expires_at > now()
         ORDER BY h.job_id, h.started_at DESC, h.finished_at DESC
    )
    SELECT c.id, l.claim_token,
           CASE WHEN j.state = 'locked' THEN 'locked'
                WHEN l.job_id IS NULL AND j.id IS NULL THEN 'not_found'
                WHEN l.job_id IS NULL THEN 'never_executed'
                WHEN NOT l.claim_token = ANY (c.expected) THEN 'changed'
                WHEN l.status <> 'failed' THEN 'last_did_not_fail'
                WHEN NOT l.matches THEN 'no_match'
                WHEN j.state IN ('ready', 'scheduled', 'waiting') THEN 'still_waiting'
                WHEN l.replayed_as IS NOT NULL THEN 'already_replayed'
                WHEN l.rate_limit_key IS NOT NULL
                     AND NOT EXISTS (SELECT FROM jobq.rate_limits r WHERE r.key = l.rate_limit_key) THEN 'unknown_rate_limit' END,
           l.task_identifier, l.queue_name, l.expires_at
      FROM chosen c
      LEFT JOIN last l ON l.job_id = c.id
      LEFT JOIN jobq.jobs j ON j.id = c.id
     WHERE p_job_ids IS NOT NULL OR l.matches
     ORDER BY c.id;
END $$;
