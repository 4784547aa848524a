-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The tables. How they play together is told in docs/database.md.

-- Where a job stands. Only 'ready' jobs are in the index that claims read, so nothing that can't run now
-- stands in a claim's way.
CREATE TYPE jobq.job_state AS ENUM (
    'ready',      -- can be claimed
    'scheduled',  -- waits for its run-at, or (in a named queue) for jobq.promote_due to look at it
    'waiting',    -- due, but behind another job of its named queue
    'locked',     -- claimed by a worker
    'exhausted'   -- out of attempts or failed permanently
);

CREATE TYPE jobq.history_status AS ENUM ('started', 'completed', 'failed', 'partial_success', 'abandoned');

-- A lane is a set of jobs that every worker can either take or not: the same task, flags and rate limit. A
-- claim picks its lanes first and then never sees a job that it may not take.
CREATE TABLE jobq.lanes (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_identifier text NOT NULL,
    flags text[] NOT NULL DEFAULT '{}',
    rate_limit_key text NOT NULL DEFAULT '',
    last_used_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (task_identifier, flags, rate_limit_key)
);

-- How far the large claims have got in each lane, of which the newest row counts. A row is replaced by one with a higher
-- turn and never updated: read from the highest turn on, it is found at once however many dead rows lie below it while a
-- long transaction holds up vacuum. Lost in a crash, and no harm done: the next claim looks from the very beginning.
CREATE UNLOGGED TABLE jobq.claim_marks (
    lane int NOT NULL,
    turn bigint GENERATED ALWAYS AS IDENTITY,
    -- the last job taken
    priority int NOT NULL,
    run_at timestamptz NOT NULL,
    id bigint NOT NULL,
    -- when the lane was last looked at from its very beginning, and how long that took
    looked_at timestamptz NOT NULL,
    look_time interval NOT NULL,
    PRIMARY KEY (lane, turn)
);

-- The names of named queues: a catalogue for people. No claim and no finish touches it.
CREATE TABLE jobq.queues (
    name text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobq.jobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    locked_at timestamptz,
    claim_token bigint,
    revision bigint NOT NULL DEFAULT 0,
    lane int NOT NULL,
    priority int NOT NULL DEFAULT 0,
    attempts int NOT NULL DEFAULT 0,
    max_attempts int NOT NULL DEFAULT 25 CHECK (max_attempts >= 1),
    state jobq.job_state NOT NULL,
    task_identifier text NOT NULL,
    payload jsonb NOT NULL,
    queue_name text,
    job_key text,
    flags text[],
    rate_limit_key text,
    last_error text,
    partial_results jsonb,
    locked_by text,
    history_retention interval,
    -- Of one job no record outlives a later one. Otherwise a failure could be all that is left of a job which succeeded
    -- afterwards under a shorter retention, and a replay would run that job again.
    longest_retention interval,
    -- 0 to 1, as the handler reported it, and its words
    progress real,
    progress_note text
) WITH (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.2,
    autovacuum_analyze_scale_factor = 0.1
);

CREATE INDEX jobs_ready ON jobq.jobs (lane, priority, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_scheduled ON jobq.jobs (run_at, id) WHERE state = 'scheduled';
CREATE INDEX jobs_waiting ON jobq.jobs (queue_name, priority, run_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_locked ON jobq.jobs (locked_by, id) WHERE state = 'locked';
CREATE INDEX jobs_exhausted ON jobq.jobs (id) WHERE state = 'exhausted';
-- A named queue has one place at the front, for its head (ready) or its running job (locked): the database
-- itself forbids two running jobs of a queue.
CREATE UNIQUE INDEX jobs_front_of_queue ON jobq.jobs (queue_name)
    WHERE queue_name IS NOT NULL AND state IN ('ready', 'locked');
CREATE UNIQUE INDEX jobs_key ON jobq.jobs (job_key) WHERE job_key IS NOT NULL;

-- Named queues whose next job should have come to the front, but every waiting one was locked by somebody else. If he
-- rolls back, nobody else would think of it: so claims look again, as long as a queue stands here (jobq.promote_due).
-- Nearly always empty.
CREATE TABLE jobq.stalled_queues (
    queue_name text NOT NULL,
    -- when to look again, and how long to wait after that: a stranger's lock may stand for hours
    look_at timestamptz NOT NULL DEFAULT '-infinity',
    pause interval NOT NULL DEFAULT '100 milliseconds'
);

-- Finished executions, written once, by the statement that finishes them.
CREATE TABLE jobq.history (
    job_id bigint NOT NULL,
    claim_token bigint NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    queue_time_us bigint NOT NULL,
    execution_time_us bigint NOT NULL,
    replayed_as bigint,
    attempt int NOT NULL,
    priority int NOT NULL,
    status jobq.history_status NOT NULL,
    task_identifier text NOT NULL,
    queue_name text,
    worker_id text NOT NULL,
    payload jsonb NOT NULL,
    rate_limit_key text,
    error_message text,
    error_detail text,
    partial_results jsonb
) PARTITION BY RANGE (expires_at);

CREATE INDEX history_job ON jobq.history (job_id);
CREATE INDEX history_finished ON jobq.history (finished_at, job_id);
CREATE INDEX history_not_completed ON jobq.history (finished_at, job_id) WHERE status <> 'completed';

-- Takes what no partition is there for, so that history is correct whatever maintenance does.
CREATE TABLE jobq.history_default PARTITION OF jobq.history DEFAULT;

CREATE TABLE jobq.rate_limits (
    key text PRIMARY KEY,
    capacity int NOT NULL CHECK (capacity >= 0),
    interval interval NOT NULL CHECK (interval > interval '0'),
    tokens int NOT NULL CHECK (tokens >= 0),
    window_started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobq.workers (
    id text PRIMARY KEY,
    host text NOT NULL,
    pid bigint NOT NULL,
    task_identifiers text[],
    concurrency int NOT NULL,
    version text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    lease interval NOT NULL,
    -- set when its lease ran out and its jobs were freed: this worker must not come back under this id
    declared_dead_at timestamptz,
    stopping boolean NOT NULL DEFAULT false
);

CREATE TABLE jobq.operations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL DEFAULT session_user,
    application text NOT NULL DEFAULT current_setting('application_name'),
    kind text NOT NULL,
    reason text,
    parameters jsonb NOT NULL DEFAULT '{}',
    affected_ids bigint[] NOT NULL DEFAULT '{}',
    before_image jsonb,
    undone_by bigint REFERENCES jobq.operations (id)
);

CREATE TABLE jobq.maintenance (
    task text PRIMARY KEY,
    period interval NOT NULL,
    last_started_at timestamptz,
    last_finished_at timestamptz,
    last_count bigint,
    last_error text,
    last_run_by text
);

-- The correlation id of an execution: an UUID of version 8 (RFC 9562, 5.8) made of the claim's token (60 random
-- bits) and the job's id, so that it needs no column and no index of its own.
CREATE FUNCTION jobq.correlation_id(token bigint, job_id bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (left(lpad(to_hex(token), 15, '0'), 12) || '8' || right(lpad(to_hex(token), 15, '0'), 3)
        || to_hex(job_id | (-9223372036854775807 - 1)))::uuid;

-- What ran and what runs.
CREATE VIEW jobq.job_history AS
SELECT job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us, replayed_as,
       attempt, priority, status, task_identifier, queue_name, worker_id, payload, rate_limit_key,
       error_message, error_detail, partial_results
  FROM jobq.history
UNION ALL
SELECT id, claim_token, locked_at, NULL, NULL,
       greatest(0, (date_part('epoch', locked_at - run_at) * 1e6)::bigint), NULL, NULL,
       attempts, priority, 'started', task_identifier, queue_name, locked_by, payload, rate_limit_key,
       NULL, NULL, NULL
  FROM jobq.jobs
 WHERE state = 'locked';
