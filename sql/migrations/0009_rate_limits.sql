-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Registering and removing rate limits. How names are removed is told in 0007.

-- Months and days as seconds (30 days, 24 hours), so that a window has one length in every time zone.
CREATE FUNCTION jobq.register_rate_limit(
    p_key text, p_capacity int, p_interval text,
    p_actor text DEFAULT NULL, p_operation_reason text DEFAULT NULL, p_group text DEFAULT NULL)
RETURNS jobq.rate_limits
LANGUAGE plpgsql AS $$
DECLARE
    v_interval interval := jobq.read_interval('interval', p_interval);
    v_old jobq.rate_limits;
    v_new jobq.rate_limits;
BEGIN
    PERFORM jobq.check_name('key', p_key, true);
    IF p_capacity IS NULL OR p_capacity < 0 THEN
        RAISE EXCEPTION 'capacity: must be 0 or more' USING ERRCODE = 'JQ001';
    ELSIF v_interval NOT BETWEEN interval '1 millisecond' AND interval '3650 days' THEN
        RAISE EXCEPTION 'interval: must lie between 1 millisecond and 3650 days' USING ERRCODE = 'JQ001';
    END IF;
    INSERT INTO jobq.rate_limits AS r (key, capacity, interval, tokens) VALUES (p_key, p_capacity, v_interval, p_capacity)
        ON CONFLICT (key) DO NOTHING
    RETURNING * INTO v_new;
    IF NOT FOUND THEN
        SELECT * INTO STRICT v_old FROM jobq.rate_limits WHERE key = p_key FOR UPDATE;
        IF (v_old.capacity, v_old.interval) IS NOT DISTINCT FROM (p_capacity, v_interval) THEN
            RETURN v_old;
        END IF;
        UPDATE jobq.rate_limits
           SET capacity = p_capacity, interval = v_interval, tokens = least(tokens, p_capacity), updated_at = now()
         WHERE key = p_key RETURNING * INTO v_new;
    END IF;
    PERFORM jobq.record_operation('register_rate_limit', p_actor, p_operation_reason, p_group,
        jsonb_build_object('key', p_key, 'capacity', p_capacity, 'interval', v_interval), NULL, to_jsonb(v_old));
    RETURN v_new;
END $$;

-- Somebody who holds a limit's row refills it himself.
CREATE FUNCTION jobq.refill_rate_limits() RETURNS bigint
LANGUAGE sql AS $$
    WITH ended AS MATERIALIZED (
        SELECT key FROM jobq.rate_limits
         WHERE clock_timestamp() >= window_started_at + interval ORDER BY key FOR UPDATE SKIP LOCKED
    ), refilled AS (
        UPDATE jobq.rate_limits r
           SET tokens = capacity, window_started_at = jobq.window_start(window_started_at, r.interval, clock_timestamp())
          FROM ended WHERE r.key = ended.key RETURNING 1
    )
    SELECT count(*) FROM refilled
$$;

CREATE FUNCTION jobq.retire_rate_limit(p_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7086190, 3);
    IF EXISTS (SELECT FROM jobq.retired WHERE kind = 'rate_limit' AND name = p_key)
       AND NOT EXISTS (SELECT FROM jobq.rate_limits WHERE key = p_key) THEN
        RETURN; -- by one that did not come to its second half
    ELSIF NOT EXISTS (SELECT FROM jobq.rate_limits WHERE key = p_key) THEN
        RAISE EXCEPTION 'key: no rate limit is registered under this key' USING ERRCODE = 'JQ002';
    ELSIF EXISTS (SELECT FROM jobq.jobs WHERE rate_limit_key = p_key) THEN
        RAISE EXCEPTION 'key: there are jobs of this rate limit' USING ERRCODE = 'JQ003';
    END IF;
    PERFORM jobq.lock_briefly('rate_limits');
    WITH gone AS (DELETE FROM jobq.rate_limits r WHERE key = p_key RETURNING *)
    INSERT INTO jobq.retired (kind, name, entry) SELECT 'rate_limit', key, to_jsonb(gone) FROM gone
        ON CONFLICT (kind, name) DO UPDATE SET entry = excluded.entry;
END $$;

-- The second half: true where the limit is gone for good, false where a job came between and it was put back. Without a key
-- it is for all that never came so far.
CREATE FUNCTION jobq.settle_rate_limits(p_key text, p_actor text, p_operation_reason text, p_group text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_gone boolean := true;
    t record;
BEGIN
    FOR t IN SELECT * FROM jobq.retired WHERE kind = 'rate_limit' AND (name = p_key OR (p_key IS NULL AND at < now() - interval '1 minute'))
              ORDER BY name FOR UPDATE LOOP
        IF EXISTS (SELECT FROM jobq.jobs WHERE rate_limit_key = t.name) THEN
            v_gone := false;
            INSERT INTO jobq.rate_limits SELECT (jsonb_populate_record(NULL::jobq.rate_limits, t.entry)).* ON CONFLICT DO NOTHING;
        ELSE
            PERFORM jobq.record_operation('remove_rate_limit', p_actor, p_operation_reason, p_group,
                                          jsonb_build_object('key', t.name), NULL, t.entry);
        END IF;
        DELETE FROM jobq.retired WHERE kind = 'rate_limit' AND name = t.name;
    END LOOP;
    RETURN v_gone;
END $$;

-- What runs with its owner's rights is for those whom sql/roles.sql names.
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobq'::regnamespace AND prosecdef LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_function);
    END LOOP;
END $$;
