-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT operation_id, job_id, skip
  FROM jobq.force_unlock_matching(:worker_ids::text[], :queue_names::text[], :named_only::boolean, NULL,
                                  'the lock was forced open', false, :kind::text, :actor::text, :reason::text, :action_group::text)
