-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Four roles, each with the rights of the one before it and its own. Optional: run it with psql as a superuser (or a role
-- with CREATEROLE that owns the schema) after each migration; running it again does no harm.
--
--     psql -d mydatabase -f roles.sql
--     GRANT jobq_worker TO myprogram;
--
--   jobq_reader    looks at everything (the console, read-only)
--   jobq_worker    adds jobs, claims and finishes them, registers workers
--   jobq_operator  fails, reschedules, unlocks and replays jobs, and undoes that; each change is in jobq.operations
--   jobq_admin     rate limits, the schedule and the garbage collection: what a MaintenanceRunner needs
--
-- A worker may change rows of jobq.jobs in any way, because its functions run with the rights of their caller: these
-- roles guard against mistakes of people, and against programs that only read.
BEGIN;

DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['jobq_reader', 'jobq_worker', 'jobq_operator', 'jobq_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
        END IF;
    END LOOP;
END $$;

GRANT jobq_reader TO jobq_worker;
GRANT jobq_worker TO jobq_operator;
GRANT jobq_operator TO jobq_admin;

REVOKE ALL ON ALL TABLES IN SCHEMA jobq FROM PUBLIC, jobq_reader, jobq_worker, jobq_operator, jobq_admin;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA jobq FROM PUBLIC, jobq_reader, jobq_worker, jobq_operator, jobq_admin;

GRANT USAGE ON SCHEMA jobq TO jobq_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA jobq TO jobq_reader;

GRANT INSERT, UPDATE, DELETE ON jobq.jobs, jobq.workers TO jobq_worker;
GRANT USAGE ON SEQUENCE jobq.jobs_id_seq TO jobq_worker;
GRANT INSERT, UPDATE ON jobq.lanes TO jobq_worker;
GRANT INSERT, DELETE ON jobq.claim_marks TO jobq_worker;
GRANT INSERT, UPDATE, DELETE ON jobq.stalled_queues TO jobq_worker;
GRANT INSERT ON jobq.queues, jobq.history TO jobq_worker;
GRANT UPDATE ON jobq.rate_limits TO jobq_worker;

GRANT UPDATE ON jobq.history TO jobq_operator;
GRANT INSERT, UPDATE ON jobq.operations TO jobq_operator;
GRANT INSERT ON jobq.operation_images TO jobq_operator;

GRANT INSERT ON jobq.rate_limits TO jobq_admin;
GRANT DELETE ON jobq.operation_images TO jobq_admin;
GRANT UPDATE ON jobq.maintenance TO jobq_admin;

-- Functions: what changes nothing is for readers, what runs with its owner's rights for administrators. Of the rest
-- those of operators and administrators are named here; all others are for workers.
DO $$
DECLARE
    v_operator text[] := ARRAY['record_operation', 'lock_jobs', 'wake_queues_of', 'permanently_fail_jobs', 'reschedule_jobs',
        'force_unlock_jobs', 'force_unlock_matching', 'add_replays', 'replay_failed_jobs', 'restore_sources', 'undo_operation'];
    v_admin text[] := ARRAY['register_rate_limit', 'prune_workers', 'prune_operations', 'claim_maintenance', 'renew_maintenance',
        'finish_maintenance', 'run_maintenance_function', 'set_maintenance_period', 'lock_briefly', 'take_sample'];
    f record;
BEGIN
    FOR f IN SELECT oid::regprocedure AS signature, proname, prosecdef, provolatile FROM pg_proc
              WHERE pronamespace = 'jobq'::regnamespace LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f.signature,
            CASE WHEN f.prosecdef OR f.proname = ANY (v_admin) THEN 'jobq_admin'
                 WHEN f.proname = ANY (v_operator) THEN 'jobq_operator'
                 WHEN f.provolatile <> 'v' OR f.proname LIKE 'estimate\_%' THEN 'jobq_reader'
                 ELSE 'jobq_worker' END);
    END LOOP;
    -- The table of the inspector's samples comes with a later migration.
    IF to_regclass('jobq.samples') IS NOT NULL THEN
        GRANT INSERT, DELETE ON jobq.samples TO jobq_admin;
    END IF;
END $$;

COMMIT;
