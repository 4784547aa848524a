-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT id, revision, skip, task_identifier, queue_name
  FROM jobq.examine_failures(:from_time::timestamptz, :to_time::timestamptz, :task_identifier::text, :job_ids::bigint[],
                             :claim_tokens::bigint[])
