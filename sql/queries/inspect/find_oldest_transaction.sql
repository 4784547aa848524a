-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Of all but this connection: what holds back vacuum. Another role's is only visible with pg_read_all_stats.
SELECT (1000 * greatest(0, date_part('epoch', clock_timestamp() - t.since)))::bigint, t.pid, t.who, t.state
  FROM (SELECT a.xact_start AS since, a.pid, format('%s@%s %s', a.usename, a.datname, a.application_name) AS who, a.state
          FROM pg_stat_activity a
         WHERE a.xact_start IS NOT NULL AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
        UNION ALL
        SELECT p.prepared, NULL, p.gid, 'prepared' FROM pg_prepared_xacts p WHERE p.database = current_database()) t
 ORDER BY t.since LIMIT 1
