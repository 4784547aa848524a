-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT id, revision, skip, task_identifier, queue_name
  FROM jobq.examine_jobs(:kind::text, :ids::bigint[], NULL, :max_attempts::int)
