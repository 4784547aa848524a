-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- jobq.add_job has the rules of the library, the largest payload among them.

-- 1 MiB, unless jobq.max_payload_bytes is set (with SET, ALTER ROLE or ALTER DATABASE).
CREATE FUNCTION jobq.max_payload_bytes() RETURNS bigint
LANGUAGE sql STABLE
RETURN coalesce(nullif(current_setting('jobq.max_payload_bytes', true), '')::bigint, 1048576);

CREATE OR REPLACE FUNCTION jobq.add_job(
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
