-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.undo_operation(:operation_id::bigint, :actor::text, :reason::text, :action_group::text)
