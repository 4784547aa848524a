-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT m.task, (1000 * date_part('epoch', m.period))::bigint, date_part('epoch', m.last_started_at),
       date_part('epoch', m.last_finished_at), m.last_count, m.last_error, m.last_run_by
  FROM jobq.maintenance m ORDER BY m.task
