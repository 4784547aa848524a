-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT unnest(affected_ids)
  FROM jobq.operations
 WHERE id = :operation_id::bigint
