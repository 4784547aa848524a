-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT r FROM jobq.return_jobs(:worker_id::text, :job_ids::bigint[], :claim_tokens::bigint[]) r
