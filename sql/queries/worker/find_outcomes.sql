-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- What became of executions whose finish was refused: recorded earlier (the answer was lost), or not.
SELECT h.job_id, h.claim_token, h.status::text,
       EXISTS (SELECT FROM jobq.jobs j WHERE j.id = h.job_id AND j.state = 'exhausted' AND j.attempts = h.attempt)
  FROM unnest(:job_ids::bigint[], :claim_tokens::bigint[]) f(id, token)
  JOIN jobq.history h ON h.job_id = f.id AND h.claim_token = f.token
