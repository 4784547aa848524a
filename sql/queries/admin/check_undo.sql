-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT kind, jobq.why_not_undo(o)
  FROM jobq.operations o
 WHERE id = :operation_id::bigint
