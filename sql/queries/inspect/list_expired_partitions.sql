-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Partitions of the history in which everything has expired, by their upper bound, with about how many rows they hold.
SELECT p.name, greatest(0, p.rows)::bigint
  FROM (SELECT c.relname AS name, c.reltuples AS rows,
               substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz AS until
          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'jobq.history'::regclass) p
 WHERE p.until <= now()
 ORDER BY p.until
