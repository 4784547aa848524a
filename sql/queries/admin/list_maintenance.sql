-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT task, date_part('epoch', period) * 1000, date_part('epoch', last_started_at), date_part('epoch', last_finished_at),
       last_count, last_error, last_run_by, coalesce(leased_until > clock_timestamp(), false),
       CASE WHEN period > interval '0' THEN date_part('epoch', coalesce(last_started_at + period, clock_timestamp())) END
  FROM jobq.maintenance
 ORDER BY task
