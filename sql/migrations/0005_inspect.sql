-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- What the inspector needs. No index: each would cost every claim.

-- Jobs that carry any of these a worker never takes: so that it can be told why a job does not run.
ALTER TABLE jobq.workers ADD COLUMN forbidden_flags text[] NOT NULL DEFAULT '{}';

-- An error message without what differs from one failure of the same kind to the next: quoted text, numbers, UUIDs
-- and hexadecimal.
CREATE FUNCTION jobq.error_pattern(message text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(left(message, 500), '"[^"]*"|`[^`]*`|\Y''[^'']*''|“[^”]*”|‘[^’]*’', '"…"', 'g'),
    '\m[0-9a-fA-F]{8}[0-9a-fA-F-]*\M|0[xX][0-9a-fA-F]+|[0-9]+', '#', 'g');

CREATE FUNCTION jobq.error_fingerprint(message text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(md5(jobq.error_pattern(message)), 16);

-- Whether a job is what a filter asks for; a null in the filter asks nothing, an empty queue for jobs of none. A
-- single expression, so that the planner puts it in place of the call.
CREATE FUNCTION jobq.job_matches(
    j jobq.jobs, f_task text, f_queue text, f_key text, f_flags text[], f_rate_limit text, f_worker text, f_priority int,
    f_min_attempts int, f_arguments jsonpath, f_error text, f_fingerprint text, f_min_age_ms bigint, f_max_age_ms bigint)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (f_task IS NULL OR j.task_identifier = f_task)
   AND (f_queue IS NULL OR coalesce(j.queue_name, '') = f_queue)
   AND (f_key IS NULL OR j.job_key = f_key)
   AND (f_flags IS NULL OR j.flags @> f_flags)
   AND (f_rate_limit IS NULL OR j.rate_limit_key = f_rate_limit)
   AND (f_worker IS NULL OR j.locked_by = f_worker)
   AND (f_priority IS NULL OR j.priority = f_priority)
   AND (f_min_attempts IS NULL OR j.attempts >= f_min_attempts)
   AND (f_min_age_ms IS NULL OR j.created_at <= now() - f_min_age_ms * interval '1 millisecond')
   AND (f_max_age_ms IS NULL OR j.created_at >= now() - f_max_age_ms * interval '1 millisecond')
   AND (f_error IS NULL OR strpos(lower(j.last_error), lower(f_error)) > 0)
   AND (f_fingerprint IS NULL OR jobq.error_fingerprint(j.last_error) = f_fingerprint)
   AND (f_arguments IS NULL OR j.payload @@ f_arguments);

-- The same for history. f_statuses null: any.
CREATE FUNCTION jobq.history_matches(
    h jobq.history, f_task text, f_queue text, f_statuses jobq.history_status[], f_worker text, f_job bigint,
    f_arguments jsonpath, f_error text, f_fingerprint text)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (f_task IS NULL OR h.task_identifier = f_task)
   AND (f_queue IS NULL OR coalesce(h.queue_name, '') = f_queue)
   AND (f_statuses IS NULL OR h.status = ANY (f_statuses))
   AND (f_worker IS NULL OR h.worker_id = f_worker)
   AND (f_job IS NULL OR h.job_id = f_job)
   AND (f_error IS NULL OR strpos(lower(h.error_message), lower(f_error)) > 0)
   AND (f_fingerprint IS NULL OR jobq.error_fingerprint(h.error_message) = f_fingerprint)
   AND (f_arguments IS NULL OR h.payload @@ f_arguments);

-- About how many jobs match, as the planner sees it: nothing is read. (Volatile only because EXPLAIN wants it.)
CREATE FUNCTION jobq.estimate_jobs(
    p_states jobq.job_state[], f_task text, f_queue text, f_key text, f_flags text[], f_rate_limit text, f_worker text,
    f_priority int, f_min_attempts int, f_arguments jsonpath, f_error text, f_fingerprint text, f_min_age_ms bigint,
    f_max_age_ms bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM jobq.jobs j WHERE j.state = ANY ($1)'
            ' AND jobq.job_matches(j, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)'
       INTO v_plan
      USING p_states, f_task, f_queue, f_key, f_flags, f_rate_limit, f_worker, f_priority, f_min_attempts, f_arguments,
            f_error, f_fingerprint, f_min_age_ms, f_max_age_ms;
    RETURN (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8::bigint;
END $$;

CREATE FUNCTION jobq.estimate_history(
    p_from timestamptz, p_to timestamptz, f_task text, f_queue text, f_statuses jobq.history_status[], f_worker text,
    f_job bigint, f_arguments jsonpath, f_error text, f_fingerprint text)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM jobq.history h WHERE ($1 IS NULL OR h.finished_at >= $1)'
            ' AND ($2 IS NULL OR h.finished_at < $2) AND jobq.history_matches(h, $3, $4, $5, $6, $7, $8, $9, $10)'
       INTO v_plan
      USING p_from, p_to, f_task, f_queue, f_statuses, f_worker, f_job, f_arguments, f_error, f_fingerprint;
    RETURN (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8::bigint;
END $$;

-- How many jobs waited when, for the picture of the last days: nothing else remembers it.
CREATE TABLE jobq.samples (
    at timestamptz PRIMARY KEY DEFAULT now(),
    ready bigint NOT NULL, -- ready and waiting
    last_job_id bigint NOT NULL
);

-- Takes a sample, unless one was taken in the last half minute, and forgets those older than 8 days: to be called every
-- minute. Exact up to 20,000 jobs of a stage, estimated beyond. With its owner's rights, for the sequence of the ids.
-- Returns whether it took one.
CREATE FUNCTION jobq.take_sample() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_ready bigint;
    v_waiting bigint;
BEGIN
    IF EXISTS (SELECT FROM jobq.samples WHERE at > now() - interval '30 seconds') THEN
        RETURN false;
    END IF;
    SELECT count(*) INTO v_ready
      FROM (SELECT FROM jobq.jobs WHERE state = 'ready' ORDER BY lane, priority, run_at, id LIMIT 20000) r;
    SELECT count(*) INTO v_waiting
      FROM (SELECT FROM jobq.jobs WHERE state = 'waiting' ORDER BY queue_name, priority, run_at, id LIMIT 20000) w;
    IF v_ready = 20000 THEN
        v_ready := greatest(v_ready, jobq.estimate_jobs('{ready}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    END IF;
    IF v_waiting = 20000 THEN
        v_waiting := greatest(v_waiting, jobq.estimate_jobs('{waiting}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    END IF;
    INSERT INTO jobq.samples (ready, last_job_id)
    SELECT v_ready + v_waiting, CASE WHEN is_called THEN last_value ELSE 0 END FROM jobq.jobs_id_seq
        ON CONFLICT DO NOTHING;
    DELETE FROM jobq.samples WHERE at < now() - interval '8 days';
    RETURN true;
END $$;
