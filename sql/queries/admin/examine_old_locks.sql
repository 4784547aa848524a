-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT e.id, e.revision, e.skip, e.task_identifier, e.queue_name
  FROM jobq.find_old_locks(:timeout_ms::bigint * interval '1 millisecond', :keep_live::boolean) f
 CROSS JOIN LATERAL jobq.examine_jobs('force_unlock_jobs', f.ids, f.revisions) e
