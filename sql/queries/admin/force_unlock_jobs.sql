-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.force_unlock_jobs(:ids::bigint[], :revisions::bigint[], 'the lock was forced open', false, 'force_unlock_jobs', '{}',
                              :actor::text, :reason::text, :action_group::text)
