-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- What operators do to jobs. Each function locks its jobs in the order of their ids, looks at them, changes those
-- that are in a state for it, and gives a row for every job: changed, or skipped and why. A job that was locked here
-- has its queue woken even where it was skipped: a finish that came by meanwhile has passed over the locked row.

-- What a job was before an operation changed it, and the revision that the operation left: for undo.
CREATE TABLE jobq.operation_images (
    operation_id bigint NOT NULL,
    job_id bigint NOT NULL,
    revision bigint NOT NULL,
    before jsonb NOT NULL,
    PRIMARY KEY (operation_id, job_id)
);

-- Ties the batches of one operator's action together. operations.before_image holds what is no job.
ALTER TABLE jobq.operations ADD COLUMN action_group text;

CREATE FUNCTION jobq.record_operation(
    p_kind text, p_actor text, p_reason text, p_group text, p_parameters jsonb, p_ids bigint[], p_before jsonb DEFAULT NULL)
RETURNS bigint
LANGUAGE sql AS $$
    INSERT INTO jobq.operations (kind, actor, reason, action_group, parameters, affected_ids, before_image)
    VALUES (p_kind, coalesce(nullif(p_actor, ''), session_user), nullif(p_reason, ''), nullif(p_group, ''),
            jsonb_strip_nulls(p_parameters), coalesce(p_ids, '{}'), p_before)
    RETURNING id
$$;

CREATE FUNCTION jobq.lock_jobs(p_ids bigint[]) RETURNS void
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    PERFORM FROM jobq.jobs WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE;
END $$;

-- The end of every operation: the queues of these jobs find their heads anew.
CREATE FUNCTION jobq.wake_queues_of(p_ids bigint[]) RETURNS void
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF coalesce(cardinality(p_ids), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM jobq.wake_queues(ARRAY(SELECT DISTINCT queue_name FROM jobq.jobs
                                    WHERE id = ANY (p_ids) AND queue_name IS NOT NULL));
    PERFORM pg_notify('jobq_jobs', '');
END $$;

-- Each job once, in the order of the ids: what it is, and why the operation must skip it (null: it need not). Previews
-- and operations share this. p_revisions, where given, is what the caller expects of each.
CREATE FUNCTION jobq.examine_jobs(p_kind text, p_ids bigint[], p_revisions bigint[], p_max_attempts int DEFAULT NULL)
RETURNS TABLE (id bigint, revision bigint, skip text, task_identifier text, queue_name text)
LANGUAGE plpgsql STABLE
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT i.id, j.revision,
           CASE WHEN j.id IS NULL THEN 'not_found'
                WHEN i.expected <> j.revision THEN 'changed'
                WHEN p_kind = 'permanently_fail_jobs' AND j.state = 'exhausted' THEN 'already_exhausted'
                WHEN p_kind = 'reschedule_jobs' AND j.state = 'locked' THEN 'locked'
                WHEN p_kind = 'reschedule_jobs' AND j.state <> 'exhausted' AND p_max_attempts <= j.attempts THEN 'no_attempts_left'
                WHEN p_kind = 'force_unlock_jobs' AND j.state <> 'locked' THEN 'not_locked' END,
           j.task_identifier, j.queue_name
      FROM (SELECT u.id, max(u.revision) AS expected FROM unnest(p_ids, p_revisions) u(id, revision)
             WHERE u.id IS NOT NULL GROUP BY u.id) i
      LEFT JOIN jobq.jobs j ON j.id = i.id
     ORDER BY i.id;
END $$;

CREATE FUNCTION jobq.permanently_fail_jobs(
    p_ids bigint[], p_revisions bigint[], p_reason text,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text)
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[];
    v_skips text[];
    v_changed bigint[];
    v_operation bigint;
BEGIN
    PERFORM jobq.lock_jobs(p_ids);
    SELECT array_agg(e.id), array_agg(e.skip), array_agg(e.id) FILTER (WHERE e.skip IS NULL)
      INTO v_ids, v_skips, v_changed FROM jobq.examine_jobs('permanently_fail_jobs', p_ids, p_revisions) e;
    IF v_changed IS NOT NULL THEN
        v_operation := jobq.record_operation('permanently_fail_jobs', p_actor, coalesce(nullif(p_operation_reason, ''), p_reason),
                                             p_group, jsonb_build_object('reason', p_reason), v_changed);
        INSERT INTO jobq.operation_images (operation_id, job_id, revision, before)
        SELECT v_operation, j.id, j.revision + 1, jsonb_build_object('state', j.state, 'last_error', j.last_error)
          FROM jobq.jobs j WHERE j.id = ANY (v_changed);
        INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,
                                  attempt, priority, status, task_identifier, queue_name, worker_id, payload, rate_limit_key,
                                  error_message)
        SELECT id, claim_token, locked_at, greatest(now(), locked_at), now() + history_retention,
               greatest(0, (date_part('epoch', locked_at - run_at) * 1e6)::bigint),
               greatest(0, (date_part('epoch', now() - locked_at) * 1e6)::bigint),
               attempts, priority, 'failed', task_identifier, queue_name, locked_by, payload, rate_limit_key, p_reason
          FROM jobq.jobs WHERE id = ANY (v_changed) AND state = 'locked';
        UPDATE jobq.jobs
           SET state = 'exhausted', last_error = p_reason,
               locked_by = NULL, locked_at = NULL, claim_token = NULL, history_retention = NULL,
               progress = NULL, progress_note = NULL, revision = revision + 1, updated_at = now()
         WHERE id = ANY (v_changed);
    END IF;
    PERFORM jobq.wake_queues_of(v_ids);
    RETURN QUERY SELECT v_operation, u.id, u.skip FROM unnest(v_ids, v_skips) u(id, skip);
END $$;

CREATE FUNCTION jobq.reschedule_jobs(
    p_ids bigint[], p_revisions bigint[], p_run_at timestamptz, p_priority int, p_max_attempts int,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text)
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[];
    v_skips text[];
    v_changed bigint[];
    v_operation bigint;
BEGIN
    IF coalesce(p_run_at::text, p_priority::text, p_max_attempts::text) IS NULL THEN
        RAISE EXCEPTION 'options: give at least one of runAt, priority and maxAttempts' USING ERRCODE = 'JQ001';
    END IF;
    PERFORM jobq.lock_jobs(p_ids);
    SELECT array_agg(e.id), array_agg(e.skip), array_agg(e.id) FILTER (WHERE e.skip IS NULL)
      INTO v_ids, v_skips, v_changed FROM jobq.examine_jobs('reschedule_jobs', p_ids, p_revisions, p_max_attempts) e;
    IF v_changed IS NOT NULL THEN
        v_operation := jobq.record_operation('reschedule_jobs', p_actor, p_operation_reason, p_group,
            jsonb_build_object('runAt', p_run_at, 'priority', p_priority, 'maxAttempts', p_max_attempts), v_changed);
        INSERT INTO jobq.operation_images (operation_id, job_id, revision, before)
        SELECT v_operation, j.id, j.revision + 1, jsonb_build_object(
                   'state', j.state, 'run_at', j.run_at, 'priority', j.priority, 'max_attempts', j.max_attempts)
          FROM jobq.jobs j WHERE j.id = ANY (v_changed);
        UPDATE jobq.jobs
           SET run_at = coalesce(p_run_at, run_at), priority = coalesce(p_priority, priority),
               max_attempts = coalesce(p_max_attempts, max_attempts),
               state = CASE WHEN state = 'exhausted' AND coalesce(p_max_attempts <= attempts, true) THEN 'exhausted'
                            ELSE jobq.idle_state(queue_name, coalesce(p_run_at, run_at)) END,
               revision = revision + 1, updated_at = now()
         WHERE id = ANY (v_changed);
    END IF;
    PERFORM jobq.wake_queues_of(v_ids);
    RETURN QUERY SELECT v_operation, u.id, u.skip FROM unnest(v_ids, v_skips) u(id, skip);
END $$;

-- The locks that a filter means, with their revisions. A null list means all, of p_named_only all of named queues.
CREATE FUNCTION jobq.find_locks(
    p_workers text[], p_queues text[], p_named_only boolean, p_older_than interval, OUT ids bigint[], OUT revisions bigint[])
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(id ORDER BY id), '{}'), coalesce(array_agg(revision ORDER BY id), '{}')
      FROM jobq.jobs
     WHERE state = 'locked'
       AND (p_workers IS NULL OR locked_by = ANY (p_workers))
       AND (p_queues IS NULL OR queue_name = ANY (p_queues))
       AND (NOT p_named_only OR queue_name IS NOT NULL)
       AND (p_older_than IS NULL OR locked_at <= clock_timestamp() - p_older_than)
$$;

-- The locks that are so old, with their revisions; p_keep_live: but for those of registered workers whose lease runs.
CREATE FUNCTION jobq.find_old_locks(p_timeout interval, p_keep_live boolean, OUT ids bigint[], OUT revisions bigint[])
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(j.id ORDER BY j.id), '{}'), coalesce(array_agg(j.revision ORDER BY j.id), '{}')
      FROM jobq.jobs j
     WHERE j.state = 'locked' AND j.locked_at <= clock_timestamp() - p_timeout
       AND NOT (p_keep_live AND EXISTS (SELECT FROM jobq.workers w
                                         WHERE w.id = j.locked_by AND w.declared_dead_at IS NULL
                                           AND w.heartbeat_at + w.lease >= now()))
$$;

CREATE FUNCTION jobq.force_unlock_jobs(
    p_ids bigint[], p_revisions bigint[], p_error text, p_exhaust boolean, p_kind text, p_parameters jsonb,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[];
    v_skips text[];
    v_changed bigint[];
    v_operation bigint;
BEGIN
    PERFORM jobq.lock_jobs(p_ids);
    SELECT array_agg(e.id), array_agg(e.skip), array_agg(e.id) FILTER (WHERE e.skip IS NULL)
      INTO v_ids, v_skips, v_changed FROM jobq.examine_jobs('force_unlock_jobs', p_ids, p_revisions) e;
    IF v_changed IS NOT NULL THEN
        v_operation := jobq.record_operation(p_kind, p_actor, p_operation_reason, p_group, p_parameters, v_changed);
        PERFORM jobq.release_jobs(v_changed, concat_ws(': ', p_error, nullif(p_operation_reason, '')), p_exhaust);
    END IF;
    PERFORM jobq.wake_queues_of(v_ids);
    RETURN QUERY SELECT v_operation, u.id, u.skip FROM unnest(v_ids, v_skips) u(id, skip);
END $$;

-- Opens the locks that find_locks() gives; the revisions keep a lock safe that somebody else took meanwhile.
CREATE FUNCTION jobq.force_unlock_matching(
    p_workers text[], p_queues text[], p_named_only boolean, p_older_than interval, p_error text, p_exhaust boolean, p_kind text,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text)
LANGUAGE sql AS $$
    SELECT u.*
      FROM jobq.find_locks(p_workers, p_queues, p_named_only, p_older_than) f
     CROSS JOIN LATERAL jobq.force_unlock_jobs(
               f.ids, f.revisions, p_error, p_exhaust, p_kind,
               jsonb_build_object('workerIds', p_workers, 'queueNames', p_queues, 'timeout', p_older_than),
               p_actor, p_operation_reason, p_group) u
$$;
