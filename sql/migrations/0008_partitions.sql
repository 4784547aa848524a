-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The history's partitions, by the day (UTC) on which a record expires; by the month where records are kept for long. What
-- has no partition is in the default one. Names end in the first day; the bounds are read from the catalogue.

-- Normally empty; there to find what expires, or belongs to a new partition, without a scan.
CREATE INDEX history_default_expires ON jobq.history_default (expires_at);

CREATE FUNCTION jobq.history_partitions()
RETURNS TABLE (name text, lower_bound timestamptz, upper_bound timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT p.relname::text, p.bounds[1]::timestamptz, p.bounds[2]::timestamptz
      FROM (SELECT c.relname, regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''(.+)''\) TO \(''(.+)''\)') AS bounds
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'jobq.history'::regclass) p
     WHERE p.bounds IS NOT NULL
$$;

-- Makes one partition, unless one overlaps or too much would have to move into it. Attaching takes no lock that an
-- insert into another partition would wait for; only the default partition is held, for as long as a scan of it takes.
CREATE FUNCTION jobq.create_history_partition(p_from timestamptz, p_to timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1s' SET timezone = 'UTC' AS $$
DECLARE
    v_name text := to_char(p_from, '"history_"YYYYMMDD');
BEGIN
    IF EXISTS (SELECT FROM jobq.history_partitions() h WHERE h.lower_bound < p_to AND h.upper_bound > p_from)
       OR (SELECT count(*) FROM (SELECT FROM jobq.history_default WHERE expires_at >= p_from AND expires_at < p_to LIMIT 100001) c) > 100000 THEN
        RETURN false;
    END IF;
    LOCK TABLE jobq.history IN SHARE UPDATE EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE jobq.%I (LIKE jobq.history INCLUDING ALL)', v_name);
    LOCK TABLE jobq.history_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('WITH moved AS (DELETE FROM jobq.history_default WHERE expires_at >= $1 AND expires_at < $2 RETURNING *)
                    INSERT INTO jobq.%I SELECT * FROM moved', v_name) USING p_from, p_to;
    EXECUTE format('ALTER TABLE jobq.history ATTACH PARTITION jobq.%I FOR VALUES FROM (%L) TO (%L)', v_name, p_from, p_to);
    RETURN true;
END $$;

-- Days up to p_days ahead; beyond them months, up to two years, as far as the default partition shows that records are
-- kept so long. Gives how many were made.
CREATE FUNCTION jobq.create_history_partitions(p_days int DEFAULT 35) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_made bigint := 0;
    v_day timestamptz := date_trunc('day', now());
    v_month timestamptz;
    v_latest timestamptz;
BEGIN
    FOR i IN 0 .. p_days LOOP
        v_made := v_made + jobq.create_history_partition(v_day, v_day + interval '1 day')::int;
        v_day := v_day + interval '1 day';
    END LOOP;
    SELECT max(expires_at) INTO v_latest FROM jobq.history_default WHERE expires_at < now() + interval '2 years';
    v_month := date_trunc('month', v_day) + interval '1 month';
    WHILE v_month <= v_latest + interval '1 month' LOOP
        v_made := v_made + jobq.create_history_partition(v_month, v_month + interval '1 month')::int;
        v_month := v_month + interval '1 month';
    END LOOP;
    RETURN v_made;
END $$;

SELECT jobq.create_history_partitions();

-- Drops one partition all of whose records have expired, and gives their number. Counting keeps writers out of it, but
-- not readers; the drop takes the whole history for a moment, in short tries.
CREATE FUNCTION jobq.drop_history_partition(p_name text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_count bigint;
BEGIN
    -- One at a time, also through the whole of the count.
    PERFORM pg_advisory_xact_lock(7086190, 4);
    IF NOT EXISTS (SELECT FROM jobq.history_partitions() h WHERE h.name = p_name AND h.upper_bound <= now()) THEN
        RETURN 0;
    END IF;
    EXECUTE format('LOCK TABLE jobq.%I IN SHARE MODE', p_name);
    EXECUTE format('SELECT count(*) FROM jobq.%I', p_name) INTO v_count;
    PERFORM jobq.lock_briefly('history');
    EXECUTE format('DROP TABLE jobq.%I', p_name);
    RETURN v_count;
END $$;

-- Empties a partition of expired records at once, where nearly all of it has expired: TRUNCATE, and the few others go back
-- in. Gives the number deleted; null where that does not pay. The others pass through memory, and what is stored in 1 MB
-- may unpack to a hundred.
CREATE FUNCTION jobq.truncate_history_partition(p_name text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '1s' AS $$
DECLARE
    v_survivors jobq.history[];
    v_count bigint;
    v_bytes bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM jobq.expired_history_partitions() e
                    WHERE e.name = p_name AND e.blocks * current_setting('block_size')::int >= 16 * 1024 * 1024) THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT count(*), sum(pg_column_size(payload) + coalesce(pg_column_size(partial_results), 0)
                                         + coalesce(pg_column_size(error_message), 0) + coalesce(pg_column_size(error_detail), 0))
                      FROM jobq.%I WHERE expires_at > now()', p_name) INTO v_count, v_bytes;
    IF v_count > 10000 OR v_bytes > 1024 * 1024 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('LOCK TABLE jobq.%I IN SHARE ROW EXCLUSIVE MODE', p_name);
    EXECUTE format('SELECT count(*) FROM jobq.%I', p_name) INTO v_count;
    EXECUTE format('SELECT coalesce(array_agg(h), ''{}'') FROM jobq.%I h WHERE expires_at > now()', p_name) INTO v_survivors;
    EXECUTE format('TRUNCATE jobq.%I', p_name);
    EXECUTE format('INSERT INTO jobq.%I SELECT * FROM unnest($1)', p_name) USING v_survivors;
    RETURN v_count - cardinality(v_survivors);
END $$;

-- What gcJobHistory works through: whole partitions to drop, and those that may hold expired records beside others.
CREATE FUNCTION jobq.expired_history_partitions()
RETURNS TABLE (name text, whole boolean, blocks bigint)
LANGUAGE sql STABLE AS $$
    SELECT h.name, h.upper_bound <= now(), pg_relation_size(format('jobq.%I', h.name)) / current_setting('block_size')::int
      FROM jobq.history_partitions() h WHERE h.lower_bound <= now()
    UNION ALL
    SELECT 'history_default', false, pg_relation_size('jobq.history_default') / current_setting('block_size')::int
    ORDER BY 1
$$;

-- Deletes the expired records in some blocks of a partition, at most p_limit: a range of blocks is read once, however
-- many dead rows lie in it.
CREATE FUNCTION jobq.delete_expired_history(p_name text, p_from_block bigint, p_to_block bigint, p_limit bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_count bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM jobq.expired_history_partitions() e WHERE e.name = p_name) THEN
        RETURN 0;
    END IF;
    EXECUTE format('DELETE FROM jobq.%I WHERE ctid = ANY (ARRAY(
                        SELECT ctid FROM jobq.%I WHERE ctid >= $1 AND ctid < $2 AND expires_at <= now() LIMIT $3))', p_name, p_name)
      USING format('(%s,0)', p_from_block)::tid, format('(%s,0)', p_to_block)::tid, p_limit;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
