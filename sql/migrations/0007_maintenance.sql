-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The schedule of maintenance, and the garbage collection of names.
--
-- Functions that need rights beyond their callers' are SECURITY DEFINER with a fixed search path, and not everybody's.

-- Names on their way out: taken out of their table, not yet forgotten. Statements that add jobs read lanes, queues and
-- rate limits and hold ACCESS SHARE on them until they commit, so an ACCESS EXCLUSIVE lock for the moment of the
-- removal ends after all of those; whatever they added is visible to the look that follows, without any lock, in a
-- transaction of its own. What turned out to be used is put back. A crash in between loses nothing: the next run goes on.
CREATE TABLE jobq.retired (
    kind text NOT NULL,
    name text NOT NULL,
    entry jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, name)
);

-- A live run of a task holds its lease; see MaintenanceRunner.
ALTER TABLE jobq.maintenance ADD COLUMN leased_until timestamptz;

INSERT INTO jobq.maintenance (task, period) VALUES
    ('create_partitions', '6 hours'), ('gc_job_history', '1 hour'), ('gc_job_queues', '1 hour'),
    ('gc_task_identifiers', '1 day'), ('mend_queues', '1 minute'), ('prune_operations', '1 day'),
    ('prune_workers', '1 hour'), ('refill_rate_limits', '1 minute'), ('release_dead_workers', '10 seconds'),
    ('reset_locked_jobs', '10 minutes');
INSERT INTO jobq.maintenance (task, period)
SELECT 'take_sample', '1 minute' WHERE to_regprocedure('jobq.take_sample()') IS NOT NULL;

-- Takes a table for itself, in short tries so that nobody queues behind it for longer than a moment.
CREATE FUNCTION jobq.lock_briefly(p_table text) RETURNS void
LANGUAGE plpgsql
SET lock_timeout = '100ms' AS $$
BEGIN
    FOR v_try IN 1 .. 20 LOOP
        BEGIN
            EXECUTE format('LOCK TABLE jobq.%I IN ACCESS EXCLUSIVE MODE', p_table);
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.02 + random() * 0.1);
        END;
    END LOOP;
    RAISE EXCEPTION 'the table % is in use by long transactions', p_table USING ERRCODE = '55P03';
END $$;

-- Takes the names of empty queues out. The partial indexes rule out most; only queues whose jobs are all scheduled or
-- exhausted need a look at those.
CREATE FUNCTION jobq.retire_queues() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_names text[];
BEGIN
    -- Two of these at once would keep each other from the lock.
    PERFORM pg_advisory_xact_lock(7086190, 3);
    v_names := ARRAY(
        SELECT q.name FROM jobq.queues q
         WHERE NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.queue_name = q.name AND j.queue_name IS NOT NULL AND j.state IN ('ready', 'locked'))
           AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.queue_name = q.name AND j.state = 'waiting'));
    IF v_names <> '{}' THEN
        v_names := ARRAY(SELECT unnest(v_names)
                         EXCEPT SELECT queue_name FROM jobq.jobs WHERE queue_name = ANY (v_names));
    END IF;
    IF v_names = '{}' THEN
        RETURN 0;
    END IF;
    PERFORM jobq.lock_briefly('queues');
    WITH gone AS (DELETE FROM jobq.queues q WHERE name = ANY (v_names) RETURNING *)
    INSERT INTO jobq.retired (kind, name, entry) SELECT 'queue', name, to_jsonb(gone) FROM gone
        ON CONFLICT (kind, name) DO NOTHING;
    RETURN cardinality(v_names);
END $$;

-- Forgets the retired names of queues for good, or puts them back; gives how many are gone.
CREATE FUNCTION jobq.settle_queues() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_names text[];
    v_gone bigint;
BEGIN
    v_names := ARRAY(SELECT name FROM jobq.retired WHERE kind = 'queue' FOR UPDATE SKIP LOCKED);
    IF v_names = '{}' THEN
        RETURN 0;
    END IF;
    INSERT INTO jobq.queues (name, created_at)
    SELECT r.name, (r.entry ->> 'created_at')::timestamptz FROM jobq.retired r
     WHERE r.kind = 'queue' AND r.name IN (SELECT queue_name FROM jobq.jobs WHERE queue_name = ANY (v_names))
     ORDER BY 1
        ON CONFLICT DO NOTHING;
    SELECT count(*) INTO v_gone FROM unnest(v_names) n WHERE NOT EXISTS (SELECT FROM jobq.queues q WHERE q.name = n);
    DELETE FROM jobq.retired WHERE kind = 'queue' AND name = ANY (v_names);
    RETURN v_gone;
END $$;

-- Takes lanes out that no job is in and nobody has added to for the retention.
CREATE FUNCTION jobq.retire_lanes(p_retention interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_ids int[];
BEGIN
    -- Two of these at once would keep each other from the lock.
    PERFORM pg_advisory_xact_lock(7086190, 3);
    v_ids := ARRAY(SELECT l.id FROM jobq.lanes l WHERE l.last_used_at <= now() - p_retention
                      AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.lane = l.id AND j.state = 'ready'));
    IF v_ids <> '{}' THEN
        v_ids := ARRAY(SELECT unnest(v_ids) EXCEPT SELECT lane FROM jobq.jobs WHERE lane = ANY (v_ids));
    END IF;
    IF v_ids = '{}' THEN
        RETURN 0;
    END IF;
    PERFORM jobq.lock_briefly('lanes');
    WITH gone AS (DELETE FROM jobq.lanes l WHERE id = ANY (v_ids) AND last_used_at <= now() - p_retention RETURNING *)
    INSERT INTO jobq.retired (kind, name, entry) SELECT 'lane', id::text, to_jsonb(gone) FROM gone
        ON CONFLICT (kind, name) DO NOTHING;
    DELETE FROM jobq.claim_marks WHERE lane = ANY (v_ids);
    RETURN cardinality(v_ids);
END $$;

-- Forgets retired lanes for good, or puts them back; gives how many task identifiers are gone with them. A lane that
-- was made anew meanwhile takes in the jobs of the old one.
CREATE FUNCTION jobq.settle_lanes() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_ids int[];
    v_used int[];
    v_gone bigint;
BEGIN
    v_ids := ARRAY(SELECT name::int FROM jobq.retired WHERE kind = 'lane' FOR UPDATE SKIP LOCKED);
    IF v_ids = '{}' THEN
        RETURN 0;
    END IF;
    v_used := ARRAY(SELECT DISTINCT lane FROM jobq.jobs WHERE lane = ANY (v_ids));
    IF v_used <> '{}' THEN
        INSERT INTO jobq.lanes (id, task_identifier, flags, rate_limit_key) OVERRIDING SYSTEM VALUE
        SELECT l.id, l.task_identifier, l.flags, l.rate_limit_key
          FROM jobq.retired r CROSS JOIN LATERAL jsonb_populate_record(NULL::jobq.lanes, r.entry) l
         WHERE r.kind = 'lane' AND l.id = ANY (v_used)
         ORDER BY 2, 3, 4
            ON CONFLICT DO NOTHING;
        UPDATE jobq.jobs j SET lane = n.id
          FROM jobq.retired r CROSS JOIN LATERAL jsonb_populate_record(NULL::jobq.lanes, r.entry) l
          JOIN jobq.lanes n ON n.task_identifier = l.task_identifier AND n.flags = l.flags AND n.rate_limit_key = l.rate_limit_key
         WHERE r.kind = 'lane' AND l.id = ANY (v_used) AND j.lane = l.id AND n.id <> l.id;
    END IF;
    SELECT count(DISTINCT r.entry ->> 'task_identifier') INTO v_gone FROM jobq.retired r
     WHERE r.kind = 'lane' AND r.name::int = ANY (v_ids)
       AND NOT EXISTS (SELECT FROM jobq.lanes n WHERE n.task_identifier = r.entry ->> 'task_identifier');
    DELETE FROM jobq.retired WHERE kind = 'lane' AND name::int = ANY (v_ids);
    RETURN v_gone;
END $$;

-- Workers that said goodbye have no row; these never did.
CREATE FUNCTION jobq.prune_workers() RETURNS bigint
LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM jobq.workers w
         WHERE w.heartbeat_at + w.lease < now() - interval '7 days'
           AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked') RETURNING 1)
    SELECT count(*) FROM gone
$$;

CREATE FUNCTION jobq.prune_operations() RETURNS bigint
LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM jobq.operation_images i
         USING jobq.operations o WHERE o.id = i.operation_id AND o.at < now() - interval '30 days' RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- A task of the schedule that is due, for this runner alone, with the token of its lease; no row where none is due or
-- somebody else works. One process works at a time: the rows of the schedule are locked while one is chosen.
CREATE FUNCTION jobq.claim_maintenance(p_runner text, p_task text, OUT task text, OUT lease text) RETURNS SETOF record
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_task text;
BEGIN
    IF p_task IS NULL AND NOT EXISTS (
        SELECT FROM jobq.maintenance m
         WHERE m.period > interval '0' AND (m.last_started_at IS NULL OR m.last_started_at + m.period <= clock_timestamp())) THEN
        RETURN;
    END IF;
    PERFORM FROM jobq.maintenance m ORDER BY m.task FOR UPDATE;
    IF p_task IS NOT NULL AND NOT EXISTS (SELECT FROM jobq.maintenance m WHERE m.task = p_task) THEN
        RAISE EXCEPTION 'task: there is no maintenance task of this name' USING ERRCODE = 'JQ002';
    END IF;
    SELECT m.task INTO v_task FROM jobq.maintenance m
     WHERE NOT EXISTS (SELECT FROM jobq.maintenance o WHERE o.leased_until > clock_timestamp())
       AND CASE WHEN p_task IS NOT NULL THEN m.task = p_task
                ELSE m.period > interval '0' AND (m.last_started_at IS NULL OR m.last_started_at + m.period <= clock_timestamp()) END
     ORDER BY m.last_started_at + m.period NULLS FIRST, m.task LIMIT 1;
    RETURN QUERY
    UPDATE jobq.maintenance m
       SET last_started_at = clock_timestamp(), leased_until = clock_timestamp() + interval '2 minutes', last_run_by = p_runner
     WHERE m.task = v_task
    RETURNING m.task, m.last_started_at::text;
END $$;

-- False where the lease ran out and somebody else has the task.
CREATE FUNCTION jobq.renew_maintenance(p_runner text, p_task text, p_lease text) RETURNS boolean
LANGUAGE sql AS $$
    WITH held AS (
        UPDATE jobq.maintenance SET leased_until = clock_timestamp() + interval '2 minutes'
         WHERE task = p_task AND last_run_by = p_runner AND last_started_at = p_lease::timestamptz RETURNING 1)
    SELECT EXISTS (SELECT FROM held)
$$;

CREATE FUNCTION jobq.finish_maintenance(p_runner text, p_task text, p_lease text, p_count bigint, p_error text) RETURNS boolean
LANGUAGE sql AS $$
    WITH held AS (
        UPDATE jobq.maintenance
           SET leased_until = NULL, last_finished_at = clock_timestamp(), last_count = p_count, last_error = p_error
         WHERE task = p_task AND last_run_by = p_runner AND last_started_at = p_lease::timestamptz RETURNING 1)
    SELECT EXISTS (SELECT FROM held)
$$;

-- A task of the schedule that is the function of its name.
CREATE FUNCTION jobq.run_maintenance_function(p_task text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_result text;
BEGIN
    IF NOT EXISTS (SELECT FROM jobq.maintenance WHERE task = p_task) THEN
        RAISE EXCEPTION 'task: there is no maintenance task of this name' USING ERRCODE = 'JQ002';
    END IF;
    EXECUTE format('SELECT (jobq.%I())::text', p_task) INTO v_result;
    RETURN CASE v_result WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE v_result::bigint END;
END $$;

CREATE FUNCTION jobq.set_maintenance_period(
    p_task text, p_period interval, p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_old interval;
BEGIN
    SELECT period INTO v_old FROM jobq.maintenance WHERE task = p_task FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'task: there is no maintenance task of this name' USING ERRCODE = 'JQ002';
    END IF;
    UPDATE jobq.maintenance SET period = p_period WHERE task = p_task;
    PERFORM jobq.record_operation('set_maintenance_period', p_actor, p_operation_reason, p_group,
        jsonb_build_object('task', p_task, 'period', p_period), NULL, jsonb_build_object('period', v_old));
END $$;
