-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT e.id, e.revision, e.skip, e.task_identifier, e.queue_name
  FROM jobq.operations o CROSS JOIN LATERAL jobq.examine_undo(o.id, o.kind) e
 WHERE o.id = :operation_id::bigint
