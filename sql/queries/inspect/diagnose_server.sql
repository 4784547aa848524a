-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- What support asks for first. No statement's text and no host: a bundle is handed on.
WITH sessions AS MATERIALIZED (
    SELECT a.pid, pg_blocking_pids(a.pid) AS blockers, a.application_name, a.state, a.wait_event, a.xact_start
      FROM pg_stat_activity a WHERE a.datname = current_database()
)
SELECT jsonb_build_object(
    'settings', (SELECT jsonb_object_agg(name, setting || coalesce(' ' || unit, '')) FROM pg_settings WHERE name = ANY (ARRAY[
        'autovacuum', 'autovacuum_naptime', 'autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_scale_factor', 'checkpoint_timeout',
        'effective_cache_size', 'fsync', 'hot_standby_feedback', 'idle_in_transaction_session_timeout', 'jit', 'lock_timeout',
        'max_connections', 'max_prepared_transactions', 'max_wal_size', 'random_page_cost', 'server_encoding', 'shared_buffers',
        'statement_timeout', 'synchronous_commit', 'track_counts', 'TimeZone', 'wal_level', 'work_mem'])),
    'indexes', (SELECT jsonb_agg(jsonb_build_object('name', s.indexrelname, 'table', s.relname, 'bytes', pg_relation_size(s.indexrelid),
                                                    'scans', s.idx_scan, 'isValid', i.indisvalid)
                                 ORDER BY pg_relation_size(s.indexrelid) DESC, s.indexrelname)
                  FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid WHERE s.schemaname = 'jobq'),
    'vacuum', (SELECT jsonb_agg(jsonb_build_object('table', s.relname, 'live', s.n_live_tup, 'dead', s.n_dead_tup,
                                                   'autovacuums', s.autovacuum_count, 'xidAge', age(c.relfrozenxid))
                                ORDER BY s.n_dead_tup DESC, s.relname)
                 FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid WHERE s.schemaname = 'jobq'),
    'lockTree', (SELECT coalesce(jsonb_agg(jsonb_build_object('pid', pid, 'blockedBy', to_jsonb(blockers), 'application', application_name, 'state', state,
                                                              'waitsFor', wait_event, 'transactionSeconds', date_part('epoch', clock_timestamp() - xact_start)::int)
                                           ORDER BY pid), '[]')
                   FROM sessions WHERE blockers <> '{}' OR pid IN (SELECT unnest(blockers) FROM sessions)))::text
