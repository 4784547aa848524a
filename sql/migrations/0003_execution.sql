-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Claiming and finishing. The plans are fixed (generic, on indexes) so that they can't turn with stale
-- statistics: a queue table looks different every second.

-- Wakes the queues of which the next job could not be taken when it was its turn, where it can be now. Of the others one
-- note each remains, for a look after a pause that grows. For one transaction at a time (jobq.promote_due).
CREATE FUNCTION jobq.wake_stalled_queues() RETURNS void
LANGUAGE sql AS $$
    WITH note AS MATERIALIZED (
        SELECT ctid AS place, queue_name AS q,
               row_number() OVER (PARTITION BY queue_name ORDER BY pause DESC) > 1 AS superfluous
          FROM jobq.stalled_queues
         WHERE queue_name IN (SELECT queue_name FROM jobq.stalled_queues WHERE look_at <= clock_timestamp())
    ), best AS MATERIALIZED (
        SELECT named.q, w.id
          FROM (SELECT DISTINCT q FROM note) named
          LEFT JOIN LATERAL (
               SELECT id FROM jobq.jobs
                WHERE queue_name = named.q AND state = 'waiting'
                ORDER BY priority, run_at, id LIMIT 1
                  FOR UPDATE SKIP LOCKED) w ON true
    ), woken AS (
        UPDATE jobq.jobs j SET state = 'scheduled' FROM best WHERE j.id = best.id
    ), look AS MATERIALIZED (
        SELECT note.place, note.superfluous OR best.id IS NOT NULL OR NOT jobq.may_be_waiting(best.q) AS done
          FROM note JOIN best USING (q)
    ), gone AS (
        DELETE FROM jobq.stalled_queues s USING look WHERE s.ctid = look.place AND look.done
    )
    UPDATE jobq.stalled_queues s
       SET look_at = clock_timestamp() + s.pause, pause = least(2 * s.pause, interval '10 seconds')
      FROM look WHERE s.ctid = look.place AND NOT look.done
$$;

-- One pass of jobq.promote_due over the due jobs behind this one; gives the last of them, null where there were fewer than
-- p_limit, and whether it changed any.
--
-- Why no wake-up is lost: a candidate is put behind the job at its queue's front ('waiting') only while that
-- job's row is locked here. Whoever finishes it must take that row first, so either he comes after
-- our commit, and then his next statement (jobq.advance_queues) sees the waiting job; or he came before, then
-- the row can't be locked and the candidate simply stays one.
CREATE FUNCTION jobq.promote_some(p_limit int, p_run_at timestamptz, p_id bigint,
                                  OUT v_last_run_at timestamptz, OUT v_last_id bigint, OUT v_changed boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_places tid[];
    -- of each named queue among them its best candidate
    v_queues text[];
    v_priorities int[];
    v_run_ats timestamptz[];
    v_ids bigint[];
    v_taken text[];
    v_held text[];
    v_outranked bigint[];
    v_open text[];
BEGIN
    WITH due AS MATERIALIZED (
        SELECT ctid AS place, queue_name, priority, run_at, id FROM jobq.jobs
         WHERE state = 'scheduled' AND run_at <= now() AND (run_at, id) > (p_run_at, p_id)
         ORDER BY run_at, id LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), best AS (
        SELECT DISTINCT ON (queue_name) queue_name, priority, run_at, id FROM due
         WHERE queue_name IS NOT NULL ORDER BY queue_name, priority, run_at, id
    ), places AS (
        SELECT array_agg(place) AS places, (array_agg(run_at))[p_limit] AS run_at, (array_agg(id))[p_limit] AS id FROM due
    )
    SELECT places.*, queues.* INTO v_places, v_last_run_at, v_last_id, v_queues, v_priorities, v_run_ats, v_ids
      FROM places
     CROSS JOIN (SELECT array_agg(queue_name), array_agg(priority), array_agg(run_at), array_agg(id) FROM best) queues;
    UPDATE jobq.jobs j SET state = 'ready' WHERE j.ctid = ANY (v_places) AND j.queue_name IS NULL;
    v_changed := FOUND;
    IF v_queues IS NULL THEN
        RETURN;
    END IF;

    SELECT coalesce(array_agg(q), '{}') INTO v_taken FROM unnest(v_queues) q
     WHERE EXISTS (SELECT FROM jobq.jobs f
                    WHERE f.queue_name = q AND f.queue_name IS NOT NULL AND f.state IN ('ready', 'locked'));
    SELECT array_agg(f.queue_name) FILTER (WHERE NOT f.outranked), array_agg(f.id) FILTER (WHERE f.outranked),
           array_agg(f.queue_name) FILTER (WHERE f.outranked)
      INTO v_held, v_outranked, v_open
      FROM (SELECT h.queue_name, h.id, h.state = 'ready' AND (b.priority, b.run_at, b.id) < (h.priority, h.run_at, h.id) AS outranked
              FROM unnest(v_queues, v_priorities, v_run_ats, v_ids) b(queue_name, priority, run_at, id)
             CROSS JOIN LATERAL (SELECT queue_name, id, state, priority, run_at FROM jobq.jobs
                                  WHERE queue_name = b.queue_name AND queue_name IS NOT NULL AND state IN ('ready', 'locked')
                                    FOR NO KEY UPDATE SKIP LOCKED) h) f;
    IF v_outranked IS NOT NULL THEN
        -- Before its better goes to the front: there is one place.
        UPDATE jobq.jobs SET state = 'waiting' WHERE id = ANY (v_outranked);
        v_taken := ARRAY(SELECT unnest(v_taken) EXCEPT SELECT unnest(v_open));
    END IF;
    -- IS TRUE keeps it a hashed look-up: as a join it would be a loop over both lists.
    UPDATE jobq.jobs j SET state = 'waiting'
     WHERE j.ctid = ANY (v_places) AND (j.queue_name IN (SELECT unnest(v_held))) IS TRUE;
    v_changed := v_changed OR FOUND;
    IF cardinality(v_queues) = cardinality(v_held) THEN
        RETURN;
    END IF;

    WITH note AS MATERIALIZED (
        SELECT j.id, j.queue_name, j.priority, j.run_at
          FROM jobq.jobs j
         WHERE j.ctid = ANY (v_places) AND j.queue_name IS NOT NULL
           AND (j.queue_name IN (SELECT unnest(v_taken))) IS FALSE
    ), ranked AS MATERIALIZED (
        SELECT c.id, c.is_new, row_number() OVER (PARTITION BY c.queue_name ORDER BY c.priority, c.run_at, c.id) = 1 AS front
          FROM (SELECT true AS is_new, n.* FROM note n
                UNION ALL
                SELECT false, w.* FROM (SELECT DISTINCT queue_name FROM note) q
                 CROSS JOIN LATERAL (SELECT id, queue_name, priority, run_at FROM jobq.jobs
                                      WHERE queue_name = q.queue_name AND state = 'waiting'
                                      ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) w) c
    )
    UPDATE jobq.jobs j
       SET state = CASE WHEN t.front THEN 'ready'::jobq.job_state ELSE 'waiting' END
      FROM ranked t WHERE j.id = t.id AND (t.front OR t.is_new);
    v_changed := v_changed OR FOUND;
END $$;

-- Lets due jobs into the claim's index: all of no queue, and of each named queue the best one where its front is
-- free or held by a worse job that nobody has claimed yet. One transaction at a time does this. Returns true where another
-- one is at it and p_wait is false.
CREATE FUNCTION jobq.promote_due(p_limit int, p_wait boolean) RETURNS boolean
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_stalled boolean := EXISTS (SELECT FROM jobq.stalled_queues WHERE look_at <= clock_timestamp());
    v_pass record;
    v_run_at timestamptz := '-infinity';
    v_id bigint := 0;
BEGIN
    PERFORM FROM jobq.jobs WHERE state = 'scheduled' AND run_at <= now() ORDER BY run_at LIMIT 1;
    IF NOT FOUND AND NOT v_stalled THEN
        RETURN false;
    END IF;
    IF p_wait THEN
        PERFORM pg_advisory_xact_lock(7086190, 1);
    ELSIF NOT pg_try_advisory_xact_lock(7086190, 1) THEN
        RETURN true;
    END IF;
    IF v_stalled THEN
        PERFORM jobq.wake_stalled_queues();
    END IF;
    -- Candidates whose front a stranger holds stay where they are, and must not stand in the way of all that is due later.
    FOR v_try IN 1 .. 20 LOOP
        v_pass := jobq.promote_some(p_limit, v_run_at, v_id);
        EXIT WHEN v_pass.v_changed OR v_pass.v_last_id IS NULL;
        v_run_at := v_pass.v_last_run_at;
        v_id := v_pass.v_last_id;
    END LOOP;
    RETURN false;
END $$;

-- Puts the best waiting job of each queue at its front, which the caller's transaction has just left. A statement
-- of its own, so that its snapshot is newer than the row lock of the job that left.
CREATE FUNCTION jobq.advance_queues(p_queues text[]) RETURNS void
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_moved boolean;
BEGIN
    WITH best AS MATERIALIZED (
        SELECT named.q, w.id
          FROM (SELECT DISTINCT q FROM unnest(p_queues) q) named
          LEFT JOIN LATERAL (
               SELECT id FROM jobq.jobs
                WHERE queue_name = named.q AND state = 'waiting'
                ORDER BY priority, run_at, id LIMIT 1
                  FOR UPDATE SKIP LOCKED) w ON true
    ), moved AS (
        UPDATE jobq.jobs j SET state = 'ready' FROM best WHERE j.id = best.id RETURNING j.id
    ), stalled AS (
        INSERT INTO jobq.stalled_queues (queue_name)
        SELECT q FROM best WHERE id IS NULL AND jobq.may_be_waiting(q)
    )
    SELECT count(*) > 0 INTO v_moved FROM moved;
    IF v_moved THEN
        -- Whoever has an idle thread takes it: the next job of a queue must not wait for somebody's poll.
        PERFORM pg_notify('jobq_jobs', '');
    END IF;
END $$;

-- The moment at which the running window of a rate limit began, once the windows that have ended are left behind.
CREATE FUNCTION jobq.window_start(p_started timestamptz, p_interval interval, p_now timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_started + make_interval(secs => floor(date_part('epoch', p_now - p_started) / date_part('epoch', p_interval))
                                         * date_part('epoch', p_interval));

-- Locks up to p_batch ready jobs of the lanes that the filter allows, in order of priority, run-at and id, and takes
-- their tokens. How many of the best stand in each lane is read first, without locks; then each lane gives that many
-- of its unlocked ones, so that claims that race share the work instead of waiting for each other.
--
-- The cursor says for each lane behind which job to begin: index entries of claimed jobs stay at its head until
-- vacuum removes them, and walking over them costs more than the claim. p_probe: but not where a lane has a job of
-- a better priority than its cursor. Returns the places of the rows, which can't move while they are locked, those
-- among which the last one of each lane is, and the lanes that were read. Only for claim_jobs, whose settings hold here: setting them anew would cost
-- more than the look at an empty queue.
CREATE FUNCTION jobq.pick_jobs(
    p_tasks text[], p_forbidden_flags text[], p_batch int,
    p_cursor_lanes int[], p_cursor_priorities int[], p_cursor_run_ats_us bigint[], p_cursor_ids bigint[], p_probe boolean,
    OUT v_places tid[], OUT v_ends tid[], OUT v_lanes int[])
LANGUAGE plpgsql AS $$
DECLARE
    v_keys text[];
    v_quotas int[];
    v_priorities int[];
    v_run_ats timestamptz[];
    v_behind_ids bigint[];
    v_take_lanes int[];
    v_takes int[];
    v_depth int;
    v_found int;
    v_cut boolean;
    v_more tid[];
    v_limited text[];
BEGIN
    v_places := '{}';
    SELECT array_agg(l.id), array_agg(l.rate_limit_key),
           array_agg(l.rate_limit_key) FILTER (WHERE l.rate_limit_key <> ''),
           array_agg(coalesce(c.priority, -2147483648)),
           array_agg(coalesce(timestamptz 'epoch' + c.run_at_us * interval '1 microsecond', '-infinity')),
           array_agg(coalesce(c.id, 0))
      INTO v_lanes, v_keys, v_limited, v_priorities, v_run_ats, v_behind_ids
      FROM jobq.lanes l
      LEFT JOIN unnest(p_cursor_lanes, p_cursor_priorities, p_cursor_run_ats_us, p_cursor_ids) c(lane, priority, run_at_us, id)
             ON c.lane = l.id
            AND (NOT p_probe OR NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.lane = l.id AND j.state = 'ready'
                                                AND j.priority < c.priority))
     WHERE (p_tasks IS NULL OR l.task_identifier = ANY (p_tasks))
       AND (p_forbidden_flags IS NULL OR NOT l.flags && p_forbidden_flags);
    IF v_lanes IS NULL THEN
        RETURN;
    END IF;

    IF v_limited IS NOT NULL THEN
        -- Only limits that may have a token and have a job are locked, always in the same order.
        SELECT array_agg(k.rate_limit_key) INTO v_limited
          FROM (SELECT DISTINCT r.key AS rate_limit_key
                  FROM unnest(v_lanes, v_keys, v_priorities, v_run_ats, v_behind_ids) l(lane, key, priority, run_at, id)
                  JOIN jobq.rate_limits r ON r.key = l.key
                 WHERE l.key <> ''
                   AND (r.tokens > 0 OR clock_timestamp() >= r.window_started_at + r.interval)
                   AND EXISTS (SELECT FROM jobq.jobs j WHERE j.lane = l.lane AND j.state = 'ready'
                                  AND (j.priority, j.run_at, j.id) > (l.priority, l.run_at, l.id))) k;
        PERFORM FROM jobq.rate_limits WHERE key = ANY (v_limited) ORDER BY key FOR UPDATE;
        UPDATE jobq.rate_limits r
           SET tokens = capacity, window_started_at = jobq.window_start(window_started_at, r.interval, clock_timestamp())
         WHERE key = ANY (v_limited) AND clock_timestamp() >= window_started_at + r.interval;
        SELECT array_agg(l.lane), array_agg(l.key), array_agg(coalesce(r.tokens, 2147483647)),
               array_agg(l.priority), array_agg(l.run_at), array_agg(l.id)
          INTO v_lanes, v_keys, v_quotas, v_priorities, v_run_ats, v_behind_ids
          FROM unnest(v_lanes, v_keys, v_priorities, v_run_ats, v_behind_ids) l(lane, key, priority, run_at, id)
          LEFT JOIN jobq.rate_limits r ON r.key = l.key AND r.key = ANY (v_limited)
         WHERE l.key = '' OR r.tokens > 0;
        IF v_lanes IS NULL THEN
            RETURN;
        END IF;
    ELSE
        v_quotas := array_fill(2147483647, ARRAY[cardinality(v_lanes)]);
    END IF;

    -- Of one lane its first jobs are the best, and the last place is the furthest.
    IF cardinality(v_lanes) = 1 AND v_keys[1] = '' THEN
        SELECT coalesce(array_agg(r.place), '{}') INTO v_places
          FROM (SELECT ctid AS place FROM jobq.jobs
                 WHERE lane = v_lanes[1] AND state = 'ready'
                   AND (priority, run_at, id) > (v_priorities[1], v_run_ats[1], v_behind_ids[1])
                 ORDER BY priority, run_at, id LIMIT p_batch FOR UPDATE SKIP LOCKED) r;
        v_ends := v_places[cardinality(v_places):];
        RETURN;
    END IF;

    -- With many lanes each is read only so deep, and what lies beyond the shallowest end is left for a deeper look.
    v_depth := CASE WHEN cardinality(v_lanes) <= 8 THEN p_batch
                    ELSE least(p_batch, greatest(4, 4 * p_batch / cardinality(v_lanes))) END;
    LOOP
        WITH head AS MATERIALIZED (
            SELECT l.lane, l.key, l.quota, r.priority, r.run_at, r.id,
                   row_number() OVER (PARTITION BY l.lane ORDER BY r.priority, r.run_at, r.id) AS n
              FROM unnest(v_lanes, v_keys, v_quotas, v_priorities, v_run_ats, v_behind_ids)
                   l(lane, key, quota, priority, run_at, id)
             CROSS JOIN LATERAL (SELECT j.priority, j.run_at, j.id FROM jobq.jobs j
                                  WHERE j.lane = l.lane AND j.state = 'ready'
                                    AND (j.priority, j.run_at, j.id) > (l.priority, l.run_at, l.id)
                                  ORDER BY j.priority, j.run_at, j.id LIMIT least(v_depth, l.quota)) r
        ), cut AS MATERIALIZED (
            SELECT priority, run_at, id FROM head WHERE n = v_depth AND v_depth < quota ORDER BY 1, 2, 3 LIMIT 1
        ), seen AS (
            SELECT h.*, row_number() OVER (PARTITION BY h.key ORDER BY h.priority, h.run_at, h.id) AS nth
              FROM head h
             WHERE NOT EXISTS (SELECT FROM cut c WHERE (h.priority, h.run_at, h.id) > (c.priority, c.run_at, c.id))
        ), best AS (
            SELECT lane FROM seen WHERE key = '' OR nth <= quota
             ORDER BY priority, run_at, id LIMIT p_batch
        ), take AS (
            SELECT lane, count(*)::int AS n FROM best GROUP BY lane
        )
        SELECT array_agg(lane), array_agg(n), coalesce(sum(n), 0), EXISTS (SELECT FROM cut)
          INTO v_take_lanes, v_takes, v_found, v_cut FROM take;
        EXIT WHEN v_found >= p_batch OR NOT v_cut OR v_depth >= p_batch;
        v_depth := least(p_batch, v_depth * 8);
    END LOOP;

    SELECT coalesce(array_agg(r.place), '{}') INTO v_places
      FROM unnest(v_lanes, v_priorities, v_run_ats, v_behind_ids) l(lane, priority, run_at, id)
      JOIN unnest(v_take_lanes, v_takes) t(lane, n) ON t.lane = l.lane
     CROSS JOIN LATERAL (SELECT j.ctid AS place FROM jobq.jobs j
                          WHERE j.lane = l.lane AND j.state = 'ready'
                            AND (j.priority, j.run_at, j.id) > (l.priority, l.run_at, l.id)
                          ORDER BY j.priority, j.run_at, j.id LIMIT t.n FOR UPDATE SKIP LOCKED) r;

    IF v_limited IS NOT NULL THEN
        UPDATE jobq.rate_limits r SET tokens = r.tokens - used.n
          FROM (SELECT j.rate_limit_key AS key, count(*)::int AS n
                  FROM jobq.jobs j WHERE j.ctid = ANY (v_places) AND j.rate_limit_key IS NOT NULL GROUP BY 1) used
         WHERE r.key = used.key;
    END IF;

    -- Others held some of the best: fill up from what is free, lane by lane.
    IF cardinality(v_places) < p_batch AND (v_found > cardinality(v_places) OR v_cut) THEN
        FOR i IN 1 .. cardinality(v_lanes) LOOP
            CONTINUE WHEN v_keys[i] <> '';
            SELECT array_agg(r.place) INTO v_more
              FROM (SELECT ctid AS place FROM jobq.jobs
                     WHERE lane = v_lanes[i] AND state = 'ready' AND ctid <> ALL (v_places)
                       AND (priority, run_at, id) > (v_priorities[i], v_run_ats[i], v_behind_ids[i])
                     ORDER BY priority, run_at, id LIMIT p_batch - cardinality(v_places) FOR UPDATE SKIP LOCKED) r;
            v_places := v_places || coalesce(v_more, '{}');
            EXIT WHEN cardinality(v_places) >= p_batch;
        END LOOP;
    END IF;
    v_ends := v_places;
END $$;

-- Whether a claim may begin at this mark. From its very beginning a lane is looked at every 100 ms, but where that has
-- become expensive only so often that it takes a 25th of the time; and every 30 s in any case, for the time may have been
-- spent waiting. A clock that was set back, or a run-at that somebody wrote by hand, must not keep a mark for good.
CREATE FUNCTION jobq.mark_holds(p_mark jobq.claim_marks, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN isfinite((p_mark).run_at) AND (p_mark).looked_at <= p_now
   AND (p_mark).looked_at + greatest(interval '100 milliseconds', least(25 * (p_mark).look_time, interval '30 seconds')) > p_now;

-- The same as pick_jobs for a claim whose turn it is: it begins where the last such claim of anybody ended, so that a
-- process does not walk over what all the others have claimed meanwhile.
--
-- A mark is where the last claim took a job, even if another claim had been further: behind an early or an urgent job
-- there may be more of them. That a lane was looked at from its beginning is noted where it gave jobs or where the look
-- was not cheap: an idle worker must not write a row for each lane each time it asks.
CREATE FUNCTION jobq.pick_in_turn(p_tasks text[], p_forbidden_flags text[], p_batch int, p_from_beginning boolean, p_probe boolean)
RETURNS tid[]
LANGUAGE plpgsql AS $$
DECLARE
    v_began timestamptz := clock_timestamp();
    v_marks jobq.claim_marks[];
    v_lanes int[];
    v_priorities int[];
    v_run_ats_us bigint[];
    v_ids bigint[];
    v_pick record;
    v_took interval;
BEGIN
    SELECT array_agg(m) INTO v_marks
      FROM jobq.lanes l
     CROSS JOIN LATERAL (SELECT * FROM jobq.claim_marks c WHERE c.lane = l.id ORDER BY c.turn DESC LIMIT 1) m
     WHERE (p_tasks IS NULL OR l.task_identifier = ANY (p_tasks))
       AND (p_forbidden_flags IS NULL OR NOT l.flags && p_forbidden_flags);
    SELECT array_agg(m.lane), array_agg(m.priority), array_agg((extract(epoch FROM m.run_at) * 1000000)::bigint), array_agg(m.id)
      INTO v_lanes, v_priorities, v_run_ats_us, v_ids
      FROM unnest(v_marks) m
     WHERE NOT p_from_beginning AND jobq.mark_holds(m, v_began);

    v_pick := jobq.pick_jobs(p_tasks, p_forbidden_flags, p_batch, v_lanes, v_priorities, v_run_ats_us, v_ids, p_probe);
    v_took := clock_timestamp() - v_began;

    WITH next AS MATERIALIZED (
        SELECT lane, o.turn,
               coalesce(e.priority, o.priority) AS priority, coalesce(e.run_at, o.run_at) AS run_at, coalesce(e.id, o.id) AS id,
               CASE WHEN o.resumed THEN o.looked_at ELSE v_began END AS looked_at,
               CASE WHEN o.resumed THEN o.look_time ELSE v_took END AS look_time
          FROM (SELECT DISTINCT ON (j.lane) j.lane, j.priority, j.run_at, j.id FROM jobq.jobs j WHERE j.ctid = ANY (v_pick.v_ends)
                 ORDER BY j.lane, j.priority DESC, j.run_at DESC, j.id DESC) e
          FULL JOIN (SELECT m.*, NOT p_from_beginning AND jobq.mark_holds(m, v_began) AS resumed FROM unnest(v_marks) m) o USING (lane)
         WHERE e.lane IS NOT NULL
            OR (v_took > interval '4 milliseconds' AND NOT o.resumed AND lane = ANY (v_pick.v_lanes))
    ), replaced AS (
        DELETE FROM jobq.claim_marks c USING next n WHERE c.lane = n.lane AND c.turn = n.turn
    )
    INSERT INTO jobq.claim_marks (lane, priority, run_at, id, looked_at, look_time)
    SELECT lane, priority, run_at, id, looked_at, look_time FROM next;
    RETURN v_pick.v_places;
END $$;

-- Claims up to p_batch jobs for a worker. p_token is 60 random bits: the guard of the finish. The commit does not
-- wait for the disk: a claim lost in a crash is only a job that is claimed again.
CREATE FUNCTION jobq.claim_jobs(
    p_worker text, p_tasks text[], p_forbidden_flags text[], p_batch int, p_retention interval, p_token bigint,
    p_cursor_lanes int[] DEFAULT NULL, p_cursor_priorities int[] DEFAULT NULL, p_cursor_run_ats_us bigint[] DEFAULT NULL,
    p_cursor_ids bigint[] DEFAULT NULL, p_probe boolean DEFAULT false)
RETURNS SETOF jobq.jobs
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_in_turn boolean := p_batch >= 64;
    v_from_beginning boolean := coalesce(cardinality(p_cursor_lanes), 0) = 0;
    v_busy boolean := false;
    v_pick record;
    v_places tid[];
    v_claimed int := 0;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    -- Large claims take turns, and leave marks of how far they got. Side by side they would lock rows that others have claimed since their snapshots: FOR
    -- UPDATE follows a row to its newest version before it sees that it no longer matches, waits for whoever changes
    -- that (SKIP LOCKED or not), and makes the finish of that job wait, up to a deadlock. Small ones seldom meet, and
    -- only keep out of the way of the large.
    IF v_in_turn THEN
        PERFORM pg_advisory_xact_lock(7086190, 6);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(7086190, 6);
    END IF;
    -- The same look as promote_due's first, without the call.
    IF (SELECT true FROM jobq.jobs WHERE state = 'scheduled' AND run_at <= now() ORDER BY run_at LIMIT 1) THEN
        v_busy := jobq.promote_due(1000, false);
    ELSIF EXISTS (SELECT FROM jobq.stalled_queues WHERE look_at <= clock_timestamp()) THEN
        PERFORM jobq.promote_due(1000, false); -- nobody waits for what may never come
    END IF;
    LOOP
        IF v_in_turn THEN
            v_places := jobq.pick_in_turn(p_tasks, p_forbidden_flags, p_batch - v_claimed, v_from_beginning, p_probe);
        ELSE
            v_pick := jobq.pick_jobs(p_tasks, p_forbidden_flags, p_batch - v_claimed, p_cursor_lanes, p_cursor_priorities,
                                     p_cursor_run_ats_us, p_cursor_ids, p_probe);
            v_places := v_pick.v_places;
        END IF;
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
        v_from_beginning := true; -- what was let in may lie behind what this claim has already taken
    END LOOP;
END $$;

-- Reads an interval that a person or a program wrote, which must not be negative. Gives it as a span of exact length, with
-- months of 30 days and years of 365.25: of two intervals, what compares as longer must also end later.
CREATE FUNCTION jobq.read_interval(p_argument text, p_interval text) RETURNS interval
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_interval interval;
BEGIN
    BEGIN
        v_interval := p_interval::interval;
    EXCEPTION WHEN data_exception THEN
        RAISE EXCEPTION '%: PostgreSQL cannot read this as an interval (write for example 30 days)', p_argument
            USING ERRCODE = 'JQ001';
    END;
    IF v_interval IS NULL OR v_interval < interval '0' OR v_interval > interval '1000 years' THEN
        RAISE EXCEPTION '%: must lie between 0 and 1000 years', p_argument USING ERRCODE = 'JQ001';
    END IF;
    RETURN make_interval(secs => extract(epoch FROM v_interval)::double precision);
END $$;

-- Finishes executions with mixed outcomes: history and job change together. What this worker no longer holds
-- under that token is left alone and missing in the answer. The arrays run in parallel; those for what went wrong
-- may be null where all are completed.
CREATE FUNCTION jobq.finish_jobs(
    p_worker text, p_ids bigint[], p_tokens bigint[], p_execution_us bigint[], p_outcomes jobq.history_status[],
    p_errors text[], p_details text[], p_partials text[], p_retry_delays_ms bigint[], p_permanent boolean[])
RETURNS TABLE (job_id bigint, token bigint, new_state text)
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    v_completed bigint[];
    v_completed_tokens bigint[];
    v_failed bigint[];
    v_failed_tokens bigint[];
    v_states text[];
    v_queues text[];
    v_failed_queues text[];
BEGIN
    IF p_outcomes IS NOT NULL THEN
        -- In the order in which operators lock jobs: the completed ones are deleted before the others are looked at.
        PERFORM FROM jobq.jobs WHERE id = ANY (p_ids) AND locked_by = p_worker ORDER BY id FOR UPDATE;
    END IF;
    WITH gone AS (
        DELETE FROM jobq.jobs j
         USING unnest(p_ids, p_tokens, p_execution_us, p_outcomes, p_partials) f(id, token, us, outcome, partial)
         WHERE j.id = f.id AND j.claim_token = f.token AND j.locked_by = p_worker
           AND coalesce(f.outcome, 'completed') = 'completed'
        RETURNING j.id, j.claim_token, j.locked_at, j.run_at, j.history_retention, j.attempts, j.priority,
                  j.task_identifier, j.queue_name, j.payload, j.rate_limit_key, f.us, f.partial
    ), kept AS (
        INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,
                                  attempt, priority, status, task_identifier, queue_name, worker_id, payload, rate_limit_key,
                                  partial_results)
        SELECT id, claim_token, locked_at, now(), now() + history_retention,
               greatest(0, (date_part('epoch', locked_at - run_at) * 1e6)::bigint), us,
               attempts, priority, 'completed', task_identifier, queue_name, p_worker, payload, rate_limit_key,
               partial::jsonb
          FROM gone
    )
    SELECT array_agg(id), array_agg(claim_token), array_agg(queue_name) FILTER (WHERE queue_name IS NOT NULL)
      INTO v_completed, v_completed_tokens, v_queues FROM gone;

    IF p_outcomes IS NOT NULL THEN
        WITH held AS MATERIALIZED (
            SELECT j.id, j.claim_token, j.locked_at, j.run_at, j.history_retention, j.attempts, j.priority,
                   j.task_identifier, j.queue_name, j.payload, j.rate_limit_key,
                   f.us, f.outcome, f.error, f.detail, f.partial::jsonb AS partial,
                   now() + f.delay * interval '1 millisecond' AS retry_at,
                   j.attempts >= j.max_attempts OR coalesce(f.permanent, false) AS exhausts
              FROM unnest(p_ids, p_tokens, p_execution_us, p_outcomes, p_errors, p_details, p_partials,
                          p_retry_delays_ms, p_permanent)
                   f(id, token, us, outcome, error, detail, partial, delay, permanent)
              JOIN jobq.jobs j ON j.id = f.id
             WHERE j.claim_token = f.token AND j.locked_by = p_worker AND f.outcome IN ('failed', 'partial_success')
               FOR UPDATE OF j
        ), changed AS (
            UPDATE jobq.jobs j
               SET state = CASE WHEN h.exhausts THEN 'exhausted'::jobq.job_state ELSE 'scheduled' END,
                   run_at = CASE WHEN h.exhausts THEN j.run_at ELSE h.retry_at END,
                   last_error = h.error, partial_results = h.partial,
                   locked_by = NULL, locked_at = NULL, claim_token = NULL, history_retention = NULL,
                   progress = NULL, progress_note = NULL, revision = j.revision + 1, updated_at = now()
              FROM held h WHERE j.id = h.id
            RETURNING j.id, h.claim_token, j.state, j.queue_name
        ), kept AS (
            INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,
                                      attempt, priority, status, task_identifier, queue_name, worker_id, payload, rate_limit_key,
                                      error_message, error_detail, partial_results)
            SELECT id, claim_token, locked_at, now(), now() + history_retention,
                   greatest(0, (date_part('epoch', locked_at - run_at) * 1e6)::bigint), us,
                   attempts, priority, outcome, task_identifier, queue_name, p_worker, payload, rate_limit_key,
                   error, detail, partial
              FROM held
        )
        SELECT array_agg(id), array_agg(claim_token), array_agg(state::text),
               array_agg(queue_name) FILTER (WHERE queue_name IS NOT NULL)
          INTO v_failed, v_failed_tokens, v_states, v_failed_queues FROM changed;
        v_queues := v_queues || v_failed_queues;
    END IF;

    IF v_queues IS NOT NULL THEN
        PERFORM jobq.advance_queues(v_queues);
    END IF;
    RETURN QUERY SELECT c.id, c.token, 'completed' FROM unnest(v_completed, v_completed_tokens) c(id, token);
    RETURN QUERY SELECT * FROM unnest(v_failed, v_failed_tokens, v_states);
END $$;

-- Gives back executions that never began: unspent, with their attempt refunded and without a history record.
CREATE FUNCTION jobq.return_jobs(p_worker text, p_ids bigint[], p_tokens bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    -- A rate limit's token is not given back: it was taken in a window that may have ended.
    RETURN QUERY
    UPDATE jobq.jobs j
       SET state = jobq.idle_state(j.queue_name, j.run_at), attempts = j.attempts - 1,
           locked_by = NULL, locked_at = NULL, claim_token = NULL, history_retention = NULL,
           progress = NULL, progress_note = NULL, revision = j.revision + 1, updated_at = now()
      FROM unnest(p_ids, p_tokens) f(id, token)
     WHERE j.id = f.id AND j.claim_token = f.token AND j.locked_by = p_worker
    RETURNING j.id;
    PERFORM pg_notify('jobq_jobs', '');
END $$;

-- Opens the locks of jobs that nobody works on any more: records 'abandoned', and makes the jobs available again or,
-- where p_exhaust is true and this was the last attempt, exhausted. Locks the rows that are still locked.
CREATE FUNCTION jobq.release_jobs(p_ids bigint[], p_reason text, p_exhaust boolean) RETURNS SETOF bigint
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    v_ids bigint[];
BEGIN
    WITH held AS MATERIALIZED (
        SELECT j.* FROM jobq.jobs j
         WHERE j.id = ANY (p_ids) AND j.locked_by IS NOT NULL ORDER BY j.id FOR UPDATE SKIP LOCKED
    ), kept AS (
        INSERT INTO jobq.history (job_id, claim_token, started_at, finished_at, expires_at, queue_time_us, execution_time_us,
                                  attempt, priority, status, task_identifier, queue_name, worker_id, payload, rate_limit_key,
                                  error_message)
        SELECT id, claim_token, locked_at, now(), now() + history_retention,
               greatest(0, (date_part('epoch', locked_at - run_at) * 1e6)::bigint),
               greatest(0, (date_part('epoch', now() - locked_at) * 1e6)::bigint),
               attempts, priority, 'abandoned', task_identifier, queue_name, locked_by, payload, rate_limit_key, p_reason
          FROM held
    ), changed AS (
        UPDATE jobq.jobs j
           SET state = CASE WHEN p_exhaust AND j.attempts >= j.max_attempts THEN 'exhausted'::jobq.job_state
                            ELSE jobq.idle_state(j.queue_name, j.run_at) END,
               last_error = p_reason,
               locked_by = NULL, locked_at = NULL, claim_token = NULL, history_retention = NULL,
               progress = NULL, progress_note = NULL, revision = j.revision + 1, updated_at = now()
          FROM held h WHERE j.id = h.id
        RETURNING j.id, j.queue_name
    )
    SELECT array_agg(id) INTO v_ids FROM changed;
    PERFORM jobq.wake_queues(ARRAY(SELECT DISTINCT queue_name FROM jobq.jobs WHERE id = ANY (v_ids) AND queue_name IS NOT NULL));
    IF v_ids IS NOT NULL THEN
        PERFORM pg_notify('jobq_jobs', '');
    END IF;
    RETURN QUERY SELECT unnest(v_ids);
END $$;

-- Frees the jobs of workers whose lease has run out, and tells those workers so should they ever come back. The
-- server's clock decides.
CREATE FUNCTION jobq.release_dead_workers() RETURNS SETOF bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_worker text;
BEGIN
    FOR v_worker IN
        SELECT id FROM jobq.workers w
         WHERE w.heartbeat_at + w.lease < now()
           AND (w.declared_dead_at IS NULL
                OR EXISTS (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked'))
         ORDER BY id FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE jobq.workers SET declared_dead_at = coalesce(declared_dead_at, now()) WHERE id = v_worker;
        RETURN QUERY SELECT * FROM jobq.release_jobs(
            ARRAY(SELECT id FROM jobq.jobs WHERE locked_by = v_worker AND state = 'locked'),
            format('the worker %s died: its lease ran out', v_worker), true);
    END LOOP;
END $$;

-- Wakes named queues that have waiting jobs and nothing at their front: never needed while every change goes
-- through the functions of this schema, which leave a note where they can't (jobq.stalled_queues); it mends what came
-- about by hand. Returns how many it woke.
CREATE FUNCTION jobq.mend_queues() RETURNS bigint
LANGUAGE plpgsql
SET jit = off SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_asleep text[];
BEGIN
    -- One step of the index for each queue, however many jobs wait in it.
    WITH RECURSIVE named AS (
        (SELECT queue_name FROM jobq.jobs WHERE state = 'waiting' ORDER BY queue_name LIMIT 1)
        UNION ALL
        SELECT (SELECT j.queue_name FROM jobq.jobs j
                 WHERE j.state = 'waiting' AND j.queue_name > n.queue_name ORDER BY j.queue_name LIMIT 1)
          FROM named n WHERE n.queue_name IS NOT NULL
    )
    SELECT array_agg(n.queue_name) INTO v_asleep FROM named n
     WHERE n.queue_name IS NOT NULL
       AND NOT EXISTS (SELECT FROM jobq.jobs f WHERE f.queue_name = n.queue_name AND f.queue_name IS NOT NULL
                          AND f.state IN ('ready', 'locked'))
       AND NOT EXISTS (SELECT FROM jobq.jobs s WHERE s.queue_name = n.queue_name AND s.state = 'scheduled' AND s.run_at <= now());
    PERFORM jobq.wake_queues(v_asleep);
    RETURN coalesce(cardinality(v_asleep), 0);
END $$;
