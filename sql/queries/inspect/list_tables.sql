-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The schema's tables, partitions one by one, by their size.
SELECT c.relname, greatest(0, c.reltuples)::bigint, pg_table_size(c.oid) - coalesce(pg_total_relation_size(NULLIF(c.reltoastrelid, 0)), 0),
       pg_indexes_size(c.oid), coalesce(pg_total_relation_size(NULLIF(c.reltoastrelid, 0)), 0), coalesce(s.n_dead_tup, 0),
       date_part('epoch', greatest(s.last_vacuum, s.last_autovacuum)), date_part('epoch', greatest(s.last_analyze, s.last_autoanalyze))
  FROM pg_class c
  LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
 WHERE c.relnamespace = 'jobq'::regnamespace AND c.relkind = 'r'
 ORDER BY pg_total_relation_size(c.oid) DESC, c.relname
