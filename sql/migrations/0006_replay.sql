-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Replay of failures, undo, and the audit. One replay or undo of a replay runs at a time (a transaction's advisory
-- lock), so that no failure is replayed twice.

-- The jobs whose last execution failed, as far as the filters mean them, each once, with that execution (its token
-- stands for the revision) and why it must be skipped. Chosen jobs always give a row; a range gives those whose
-- last execution lies in it and failed. p_tokens, where given, are the executions that the caller expects. What has
-- expired counts as gone: garbage collection may have begun with the later record.
CREATE FUNCTION jobq.examine_failures(
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

-- Adds the replays of these failures and links their records, 1,000 at a time so that no array of payloads grows
-- without bound. Gives the new jobs in the order of the failures.
CREATE FUNCTION jobq.add_replays(p_ids bigint[], p_tokens bigint[], p_expires timestamptz[], p_max_attempts int)
RETURNS bigint[]
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off AS $$
DECLARE
    v_new bigint[] := '{}';
    v_added bigint[];
    v_ids bigint[];
    v_tokens bigint[];
    v_expires timestamptz[];
BEGIN
    FOR v_from IN 1 .. cardinality(p_ids) BY 1000 LOOP
        v_ids := p_ids[v_from : v_from + 999];
        v_tokens := p_tokens[v_from : v_from + 999];
        v_expires := p_expires[v_from : v_from + 999];
        SELECT array_agg(a.id ORDER BY a.ordinality) INTO v_added
          FROM (SELECT array_agg(h.task_identifier ORDER BY u.ord) AS tasks, array_agg(h.payload::text ORDER BY u.ord) AS payloads,
                       array_agg(h.queue_name ORDER BY u.ord) AS queues, array_agg(h.priority ORDER BY u.ord) AS priorities,
                       array_agg(p_max_attempts) AS attempts, array_agg('{replay}'::text) AS flags,
                       array_agg(h.rate_limit_key ORDER BY u.ord) AS keys
                  FROM unnest(v_ids, v_tokens, v_expires) WITH ORDINALITY u(id, token, expires_at, ord)
                  JOIN jobq.history h ON h.job_id = u.id AND h.claim_token = u.token AND h.expires_at = u.expires_at) s
         CROSS JOIN LATERAL jobq.add_jobs(s.tasks, s.payloads, s.queues, NULL, s.priorities, s.attempts, s.flags, s.keys, false)
               WITH ORDINALITY a;
        IF cardinality(v_added) IS DISTINCT FROM cardinality(v_ids) THEN
            RAISE EXCEPTION 'history: records expired meanwhile' USING ERRCODE = '40001';
        END IF;
        UPDATE jobq.history h SET replayed_as = u.new_id
          FROM unnest(v_added, v_ids, v_tokens, v_expires) u(new_id, id, token, expires_at)
         WHERE h.job_id = u.id AND h.claim_token = u.token AND h.expires_at = u.expires_at;
        v_new := v_new || v_added;
    END LOOP;
    RETURN v_new;
END $$;

CREATE FUNCTION jobq.replay_failed_jobs(
    p_from timestamptz, p_to timestamptz, p_task text, p_job_ids bigint[], p_tokens bigint[], p_max_attempts int,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text, new_id bigint)
LANGUAGE plpgsql
SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[];
    v_skips text[];
    v_sources bigint[];
    v_tokens bigint[];
    v_expires timestamptz[];
    v_new bigint[];
    v_operation bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7086190, 2);
    -- A job that is in the table now may be claimed while we look; one that is not never comes back.
    SELECT array_agg(e.id) INTO v_ids FROM jobq.examine_failures(p_from, p_to, p_task, p_job_ids, p_tokens) e;
    PERFORM jobq.lock_jobs(v_ids);
    SELECT array_agg(e.id), array_agg(e.skip), array_agg(e.id) FILTER (WHERE e.skip IS NULL),
           array_agg(e.revision) FILTER (WHERE e.skip IS NULL), array_agg(e.expires_at) FILTER (WHERE e.skip IS NULL)
      INTO v_ids, v_skips, v_sources, v_tokens, v_expires
      FROM jobq.examine_failures(p_from, p_to, p_task, coalesce(p_job_ids, v_ids, '{}'), p_tokens) e;
    IF v_sources IS NOT NULL THEN
        v_new := jobq.add_replays(v_sources, v_tokens, v_expires, p_max_attempts);
        v_operation := jobq.record_operation('replay_failed_jobs', p_actor, p_operation_reason, p_group,
            jsonb_build_object('from', p_from, 'to', p_to, 'taskIdentifier', p_task, 'maxAttempts', p_max_attempts), v_new);
        INSERT INTO jobq.operation_images (operation_id, job_id, revision, before)
        SELECT v_operation, u.new_id, 0, jsonb_build_object('source', u.id, 'token', u.token, 'expires_at', u.expires_at, 'job', to_jsonb(j))
          FROM unnest(v_new, v_sources, v_tokens, v_expires) u(new_id, id, token, expires_at)
          LEFT JOIN jobq.jobs j ON j.id = u.id;
        DELETE FROM jobq.jobs WHERE id = ANY (v_sources);
    END IF;
    PERFORM jobq.wake_queues_of(v_ids);
    RETURN QUERY SELECT v_operation, u.id, u.skip, n.new_id
                   FROM unnest(v_ids, v_skips) u(id, skip)
                   LEFT JOIN unnest(v_sources, v_new) n(id, new_id) ON n.id = u.id
                  ORDER BY u.id;
END $$;

-- Why an operation can't be undone; null where it can.
CREATE FUNCTION jobq.why_not_undo(p_operation jobq.operations) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN p_operation.undone_by IS NOT NULL THEN 'undone_before'
                WHEN p_operation.kind NOT IN ('permanently_fail_jobs', 'reschedule_jobs', 'replay_failed_jobs') THEN 'not_undoable'
                WHEN NOT EXISTS (SELECT FROM jobq.operation_images i WHERE i.operation_id = p_operation.id) THEN 'too_old' END
$$;

CREATE FUNCTION jobq.examine_undo(p_operation bigint, p_kind text)
RETURNS TABLE (id bigint, revision bigint, skip text, task_identifier text, queue_name text)
LANGUAGE sql STABLE AS $$
    SELECT i.job_id, j.revision,
           CASE WHEN j.id IS NULL THEN 'not_found'
                WHEN p_kind <> 'replay_failed_jobs' THEN
                    CASE WHEN j.revision <> i.revision THEN 'changed' END
                WHEN j.state = 'locked' OR j.attempts > 0 THEN 'already_started'
                WHEN j.state = 'exhausted' THEN 'changed' END,
           j.task_identifier, j.queue_name
      FROM jobq.operation_images i LEFT JOIN jobq.jobs j ON j.id = i.job_id
     WHERE i.operation_id = p_operation
     ORDER BY i.job_id
$$;

-- Brings exhausted jobs back that a replay took out of the queue, and lets their failures be replayed again.
CREATE FUNCTION jobq.restore_sources(p_operation bigint, p_ids bigint[]) RETURNS void
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

CREATE FUNCTION jobq.undo_operation(
    p_operation bigint, p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS TABLE (operation_id bigint, job_id bigint, skip text)
LANGUAGE plpgsql
SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_done jobq.operations;
    v_why text;
    v_ids bigint[];
    v_skips text[];
    v_changed bigint[];
    v_queues text[];
    v_operation bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7086190, 2);
    SELECT * INTO v_done FROM jobq.operations WHERE id = p_operation FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'operationId: there is no operation %', p_operation USING ERRCODE = 'JQ002';
    END IF;
    v_why := jobq.why_not_undo(v_done);
    IF v_why IS NOT NULL THEN
        RAISE EXCEPTION 'operationId: operation % %', p_operation,
            CASE v_why WHEN 'undone_before' THEN 'was undone before' WHEN 'too_old' THEN 'is too old to be undone'
                       ELSE format('(%s) can''t be undone', v_done.kind) END USING ERRCODE = 'JQ003';
    END IF;
    PERFORM jobq.lock_jobs(ARRAY(SELECT i.job_id FROM jobq.operation_images i WHERE i.operation_id = p_operation));
    SELECT array_agg(e.id), array_agg(e.skip), array_agg(e.id) FILTER (WHERE e.skip IS NULL)
      INTO v_ids, v_skips, v_changed FROM jobq.examine_undo(p_operation, v_done.kind) e;
    IF v_changed IS NOT NULL AND v_done.kind = 'replay_failed_jobs' THEN
        v_queues := ARRAY(SELECT DISTINCT queue_name FROM jobq.jobs WHERE id = ANY (v_changed) AND queue_name IS NOT NULL);
        DELETE FROM jobq.jobs WHERE id = ANY (v_changed);
        PERFORM jobq.wake_queues(v_queues);
        PERFORM jobq.restore_sources(p_operation, v_changed);
    ELSIF v_changed IS NOT NULL THEN
        UPDATE jobq.jobs j
           SET run_at = coalesce((i.before ->> 'run_at')::timestamptz, j.run_at),
               priority = coalesce((i.before ->> 'priority')::int, j.priority),
               max_attempts = coalesce((i.before ->> 'max_attempts')::int, j.max_attempts),
               last_error = CASE WHEN jsonb_exists(i.before, 'last_error') THEN i.before ->> 'last_error' ELSE j.last_error END,
               state = CASE WHEN i.before ->> 'state' = 'exhausted' THEN 'exhausted'
                            ELSE jobq.idle_state(j.queue_name, coalesce((i.before ->> 'run_at')::timestamptz, j.run_at)) END,
               revision = j.revision + 1, updated_at = now()
          FROM jobq.operation_images i
         WHERE i.operation_id = p_operation AND i.job_id = ANY (v_changed) AND j.id = i.job_id;
    END IF;
    IF v_changed IS NOT NULL THEN
        v_operation := jobq.record_operation('undo', p_actor, p_operation_reason, p_group,
                                             jsonb_build_object('operationId', p_operation, 'kind', v_done.kind), v_changed);
        UPDATE jobq.operations SET undone_by = v_operation WHERE id = p_operation;
    END IF;
    PERFORM jobq.wake_queues_of(v_ids);
    RETURN QUERY SELECT v_operation, u.id, u.skip FROM unnest(v_ids, v_skips) u(id, skip);
END $$;
