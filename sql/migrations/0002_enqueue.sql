-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Adding jobs. JQ001 is a mistake in the call, JQ002 something that is not there; the message begins with the
-- argument's name.

-- Whether a queue has waiting jobs though none could be locked. A transaction that keeps the snapshot of its beginning can't
-- know, so it may be.
CREATE FUNCTION jobq.may_be_waiting(p_queue text) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM jobq.jobs WHERE queue_name = p_queue AND state = 'waiting')
       OR current_setting('transaction_isolation') <> 'read committed';

-- The look for the best waiting job stands in three functions: as a function of its own it would have a newer snapshot than
-- the update beside it, which could then miss the row that was found.

-- Makes one job of each named queue that has waiting jobs a candidate for its front again. To be called for the
-- queues of jobs that an operator's change takes away from the front or from the candidates: a superfluous
-- candidate does no harm, a missing one would leave its queue asleep.
CREATE FUNCTION jobq.wake_queues(p_queues text[]) RETURNS void
LANGUAGE sql AS $$
    WITH best AS MATERIALIZED (
        SELECT named.q, w.id
          FROM (SELECT DISTINCT q FROM unnest(p_queues) q WHERE q IS NOT NULL) named
          LEFT JOIN LATERAL (
               SELECT id FROM jobq.jobs
                WHERE queue_name = named.q AND state = 'waiting'
                ORDER BY priority, run_at, id LIMIT 1
                  FOR UPDATE SKIP LOCKED) w ON true
    ), woken AS (
        UPDATE jobq.jobs j SET state = 'scheduled' FROM best WHERE j.id = best.id
    )
    INSERT INTO jobq.stalled_queues (queue_name)
    SELECT q FROM best WHERE id IS NULL AND jobq.may_be_waiting(q)
$$;

-- The state that a job takes which nobody executes: a job of a named queue always begins as a candidate.
CREATE FUNCTION jobq.idle_state(p_queue text, p_run_at timestamptz) RETURNS jobq.job_state
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN p_queue IS NOT NULL OR p_run_at > now() THEN 'scheduled'::jobq.job_state ELSE 'ready' END;

-- The lane of a job, made where it is missing.
CREATE FUNCTION jobq.intern_lanes(p_tasks text[], p_flags text[], p_rate_limit_keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_unknown text;
BEGIN
    IF p_rate_limit_keys IS NOT NULL THEN
        SELECT k INTO v_unknown FROM unnest(p_rate_limit_keys) k
         WHERE k IS NOT NULL AND NOT EXISTS (SELECT FROM jobq.rate_limits r WHERE r.key = k) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'rateLimitKey: no rate limit is registered under "%"', v_unknown USING ERRCODE = 'JQ002';
        END IF;
    END IF;
    INSERT INTO jobq.lanes (task_identifier, flags, rate_limit_key)
    SELECT s.task, s.flags, s.key
      FROM (SELECT DISTINCT u.task, coalesce(u.flags, '{}')::text[] AS flags, coalesce(u.key, '') AS key
              FROM unnest(p_tasks, p_flags, p_rate_limit_keys) u(task, flags, key)) s
     WHERE NOT EXISTS (SELECT FROM jobq.lanes l
                        WHERE l.task_identifier = s.task AND l.flags = s.flags AND l.rate_limit_key = s.key)
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
    -- Once an hour, and never waiting for somebody who does the same: no hot row.
    UPDATE jobq.lanes SET last_used_at = now()
     WHERE id IN (SELECT l.id FROM jobq.lanes l
                   WHERE l.task_identifier = ANY (p_tasks) AND l.last_used_at < now() - interval '1 hour'
                     FOR UPDATE SKIP LOCKED);
END $$;

-- Adds jobs, all or none, and returns them in the order given. The arrays run in parallel; a null array means the
-- default for each. p_flags holds array literals, sorted and distinct ('{a,b}'). The caller has checked the values.
CREATE FUNCTION jobq.add_jobs(
    p_tasks text[], p_payloads text[], p_queues text[], p_run_ats timestamptz[], p_priorities int[],
    p_max_attempts int[], p_flags text[], p_rate_limit_keys text[], p_notify boolean)
RETURNS SETOF jobq.jobs
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM jobq.intern_lanes(p_tasks, p_flags, p_rate_limit_keys);
    IF p_queues IS NULL THEN
        RETURN QUERY
        INSERT INTO jobq.jobs (lane, task_identifier, payload, run_at, priority, max_attempts, flags, rate_limit_key, state)
        SELECT l.id, s.task, s.payload::jsonb, coalesce(s.run_at, now()), coalesce(s.priority, 0),
               coalesce(s.max_attempts, 25), s.flags::text[], s.key,
               CASE WHEN s.run_at > now() THEN 'scheduled'::jobq.job_state ELSE 'ready' END
          FROM unnest(p_tasks, p_payloads, p_run_ats, p_priorities, p_max_attempts, p_flags, p_rate_limit_keys)
               WITH ORDINALITY s(task, payload, run_at, priority, max_attempts, flags, key, ord)
          JOIN jobq.lanes l ON l.task_identifier = s.task AND l.flags = coalesce(s.flags, '{}')::text[]
                           AND l.rate_limit_key = coalesce(s.key, '')
         ORDER BY s.ord
        RETURNING *;
    ELSE
        INSERT INTO jobq.queues (name)
        SELECT DISTINCT q FROM unnest(p_queues) q
         WHERE q IS NOT NULL AND NOT EXISTS (SELECT FROM jobq.queues k WHERE k.name = q)
         ORDER BY 1
            ON CONFLICT DO NOTHING;
        -- Of each queue only the first due job of this call is a candidate for the front; the others wait behind
        -- it. They become visible together, so whoever looks at the candidate sees them as well.
        RETURN QUERY
        INSERT INTO jobq.jobs (lane, task_identifier, payload, queue_name, run_at, priority, max_attempts, flags, rate_limit_key, state)
        SELECT l.id, s.task, s.payload::jsonb, s.queue, s.run_at, s.priority, s.max_attempts, s.flags::text[], s.key,
               CASE WHEN NOT s.due THEN 'scheduled'::jobq.job_state
                    WHEN s.queue IS NULL THEN 'ready'
                    WHEN row_number() OVER (PARTITION BY s.queue, s.due ORDER BY s.priority, s.run_at, s.ord) = 1 THEN 'scheduled'
                    ELSE 'waiting' END
          FROM (SELECT u.task, u.payload, u.queue, coalesce(u.run_at, now()) AS run_at, coalesce(u.priority, 0) AS priority,
                       coalesce(u.max_attempts, 25) AS max_attempts, u.flags, u.key, u.ord,
                       coalesce(u.run_at <= now(), true) AS due
                  FROM unnest(p_tasks, p_payloads, p_queues, p_run_ats, p_priorities, p_max_attempts, p_flags, p_rate_limit_keys)
                       WITH ORDINALITY u(task, payload, queue, run_at, priority, max_attempts, flags, key, ord)) s
          JOIN jobq.lanes l ON l.task_identifier = s.task AND l.flags = coalesce(s.flags, '{}')::text[]
                           AND l.rate_limit_key = coalesce(s.key, '')
         ORDER BY s.ord
        RETURNING *;
    END IF;
    IF p_notify THEN
        PERFORM pg_notify('jobq_jobs', '');
    END IF;
END $$;

-- Adds one job under a key, with the id p_id where it is a new one. See SPEC "Job keys": p_mode is replace,
-- preserve_run_at or unsafe_dedupe. No key at all finds nothing and is in nobody's way.
CREATE FUNCTION jobq.add_keyed_job(
    p_id bigint, p_task text, p_payload jsonb, p_queue text, p_run_at timestamptz, p_priority int, p_max_attempts int,
    p_flags text[], p_rate_limit_key text, p_key text, p_mode text)
RETURNS jobq.jobs
LANGUAGE plpgsql AS $$
DECLARE
    v_lane int;
    v_old jobq.jobs;
    v_new jobq.jobs;
    v_run_at timestamptz := coalesce(p_run_at, now());
BEGIN
    SELECT id INTO STRICT v_lane FROM jobq.lanes
     WHERE task_identifier = p_task AND flags = coalesce(p_flags, '{}') AND rate_limit_key = coalesce(p_rate_limit_key, '');
    LOOP
        IF p_mode = 'unsafe_dedupe' THEN
            SELECT * INTO v_old FROM jobq.jobs WHERE job_key = p_key;
            IF FOUND THEN
                RETURN v_old;
            END IF;
        ELSE
            SELECT * INTO v_old FROM jobq.jobs WHERE job_key = p_key FOR UPDATE;
            IF FOUND AND v_old.state = 'locked' THEN
                -- Never replaced under its worker: the key moves to the new job.
                UPDATE jobq.jobs SET job_key = NULL, revision = revision + 1, updated_at = now() WHERE id = v_old.id;
            ELSIF FOUND THEN
                IF p_mode = 'preserve_run_at' THEN
                    v_run_at := v_old.run_at;
                END IF;
                UPDATE jobq.jobs
                   SET lane = v_lane, task_identifier = p_task, payload = p_payload, queue_name = p_queue,
                       run_at = v_run_at, priority = p_priority, max_attempts = p_max_attempts, flags = p_flags,
                       rate_limit_key = p_rate_limit_key, attempts = 0, last_error = NULL, partial_results = NULL,
                       state = jobq.idle_state(p_queue, v_run_at), revision = revision + 1, updated_at = now()
                 WHERE id = v_old.id
                RETURNING * INTO v_new;
                PERFORM jobq.wake_queues(ARRAY[v_old.queue_name]);
                RETURN v_new;
            END IF;
        END IF;
        INSERT INTO jobq.jobs (id, lane, task_identifier, payload, queue_name, run_at, priority, max_attempts, flags,
                               rate_limit_key, job_key, state)
        OVERRIDING SYSTEM VALUE
        VALUES (p_id, v_lane, p_task, p_payload, p_queue, v_run_at, p_priority, p_max_attempts, p_flags,
                p_rate_limit_key, p_key, jobq.idle_state(p_queue, v_run_at))
            ON CONFLICT (job_key) WHERE job_key IS NOT NULL DO NOTHING
        RETURNING * INTO v_new;
        IF FOUND THEN
            RETURN v_new;
        END IF;
        -- Somebody else added the same key at the same moment: look again.
    END LOOP;
END $$;

-- Like jobq.add_jobs, with keys: one job after the other in the order of their keys, so that two calls with the
-- same keys can't block each other for ever. The ids follow the order given, as jobs of one call are to run in it.
CREATE FUNCTION jobq.add_keyed_jobs(
    p_tasks text[], p_payloads text[], p_queues text[], p_run_ats timestamptz[], p_priorities int[],
    p_max_attempts int[], p_flags text[], p_rate_limit_keys text[], p_keys text[], p_modes text[], p_notify boolean)
RETURNS SETOF jobq.jobs
LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[] := ARRAY(SELECT nextval('jobq.jobs_id_seq') FROM generate_series(1, cardinality(p_tasks)));
    -- Kept as they were added: a job that was there already may be finished, and gone, before this call ends.
    v_jobs jobq.jobs[] := array_fill(NULL::jobq.jobs, ARRAY[cardinality(p_tasks)]);
    s record;
BEGIN
    PERFORM jobq.intern_lanes(p_tasks, p_flags, p_rate_limit_keys);
    INSERT INTO jobq.queues (name)
    SELECT DISTINCT q FROM unnest(p_queues) q
     WHERE q IS NOT NULL AND NOT EXISTS (SELECT FROM jobq.queues k WHERE k.name = q)
     ORDER BY 1
        ON CONFLICT DO NOTHING;
    FOR s IN
        SELECT u.*, u.flags::text[] AS flag_list
          FROM unnest(p_tasks, p_payloads, p_queues, p_run_ats, p_priorities, p_max_attempts, p_flags, p_rate_limit_keys,
                      p_keys, p_modes)
               WITH ORDINALITY u(task, payload, queue, run_at, priority, max_attempts, flags, rate_key, key, mode, ord)
         ORDER BY u.key NULLS FIRST, u.ord
    LOOP
        v_jobs[s.ord] := jobq.add_keyed_job(v_ids[s.ord], s.task, s.payload::jsonb, s.queue, s.run_at, coalesce(s.priority, 0),
                                            coalesce(s.max_attempts, 25), s.flag_list, s.rate_key, s.key,
                                            coalesce(s.mode, 'replace'));
    END LOOP;
    IF p_notify THEN
        PERFORM pg_notify('jobq_jobs', '');
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_jobs);
END $$;

-- One argument of the public interface: a name of 1 to 255 characters.
CREATE FUNCTION jobq.check_name(p_argument text, p_value text, p_required boolean) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF p_value IS NULL AND NOT p_required THEN
        RETURN;
    END IF;
    IF coalesce(p_value, '') = '' THEN
        RAISE EXCEPTION '%: must not be empty', p_argument USING ERRCODE = 'JQ001';
    ELSIF char_length(p_value) > 255 THEN
        RAISE EXCEPTION '%: longer than 255 characters', p_argument USING ERRCODE = 'JQ001';
    END IF;
END $$;

-- 1 MiB, unless jobq.max_payload_bytes is set (with SET, ALTER ROLE or ALTER DATABASE).
CREATE FUNCTION jobq.max_payload_bytes() RETURNS bigint
LANGUAGE sql STABLE
RETURN coalesce(nullif(current_setting('jobq.max_payload_bytes', true), '')::bigint, 1048576);

-- The public way to add a job from SQL: from triggers, and from other languages. Part of the versioned interface.
-- Adds the job exactly if the surrounding transaction commits, and returns it.
--
--     SELECT jobq.add_job('send-email', '{"to": "x@y.com"}', queue_name => 'email');
CREATE FUNCTION jobq.add_job(
    task_identifier text,
    payload jsonb DEFAULT 'null',
    queue_name text DEFAULT NULL,
    run_at timestamptz DEFAULT NULL,
    priority int DEFAULT 0,
    max_attempts int DEFAULT 25,
    job_key text DEFAULT NULL,
    job_key_mode text DEFAULT NULL,
    flags text[] DEFAULT NULL,
    rate_limit_key text DEFAULT NULL)
RETURNS jobq.jobs
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    v_flags text[];
    v_flag text;
    v_job jobq.jobs;
BEGIN
    PERFORM jobq.check_name('taskIdentifier', task_identifier, true);
    PERFORM jobq.check_name('queueName', queue_name, false);
    PERFORM jobq.check_name('jobKey', job_key, false);
    PERFORM jobq.check_name('rateLimitKey', rate_limit_key, false);
    FOREACH v_flag IN ARRAY coalesce(flags, '{}') LOOP
        PERFORM jobq.check_name('flags', v_flag, true);
    END LOOP;
    IF max_attempts IS NULL OR max_attempts < 1 THEN
        RAISE EXCEPTION 'maxAttempts: must be 1 or more' USING ERRCODE = 'JQ001';
    ELSIF priority IS NULL THEN
        RAISE EXCEPTION 'priority: must not be null' USING ERRCODE = 'JQ001';
    ELSIF run_at < '1970-01-01Z' OR run_at >= '10000-01-01Z' THEN
        RAISE EXCEPTION 'runAt: must lie between the years 1970 and 9999' USING ERRCODE = 'JQ001';
    ELSIF octet_length(payload::text) > jobq.max_payload_bytes() THEN
        RAISE EXCEPTION 'payload: is larger than the limit of % bytes', jobq.max_payload_bytes() USING ERRCODE = 'JQ001';
    ELSIF job_key IS NULL AND job_key_mode IS NOT NULL THEN
        RAISE EXCEPTION 'jobKeyMode: needs a jobKey' USING ERRCODE = 'JQ001';
    ELSIF job_key_mode NOT IN ('replace', 'preserve_run_at', 'unsafe_dedupe') THEN
        RAISE EXCEPTION 'jobKeyMode: must be replace, preserve_run_at or unsafe_dedupe' USING ERRCODE = 'JQ001';
    END IF;
    SELECT array_agg(DISTINCT f ORDER BY f) INTO v_flags FROM unnest(flags) f;
    SELECT * INTO v_job
      FROM jobq.add_keyed_jobs(ARRAY[task_identifier], ARRAY[coalesce(payload, 'null')::text], ARRAY[queue_name],
                               ARRAY[run_at], ARRAY[priority], ARRAY[max_attempts], ARRAY[v_flags::text],
                               ARRAY[rate_limit_key], ARRAY[job_key], ARRAY[job_key_mode], true);
    RETURN v_job;
END $$;

-- Which payloads of a call that failed the server can't take, by their index from 0: JSON that a client's parser let
-- pass, such as lone surrogates or numbers beyond all bounds.
CREATE FUNCTION jobq.refused_payloads(p_payloads text[]) RETURNS SETOF int
LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. cardinality(p_payloads) LOOP
        BEGIN
            PERFORM p_payloads[i]::jsonb;
        EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
            RETURN NEXT i - 1;
        END;
    END LOOP;
END $$;
