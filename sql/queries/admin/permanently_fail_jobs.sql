-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.permanently_fail_jobs(:ids::bigint[], :revisions::bigint[], :error::text, :actor::text, :reason::text, :action_group::text)
