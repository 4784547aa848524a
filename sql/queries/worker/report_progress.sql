-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- Negative: how far is not known. Neither a revision nor updated_at: nothing of the job itself changes.
UPDATE jobq.jobs j
   SET progress = CASE WHEN p.fraction >= 0 THEN p.fraction END, progress_note = p.note
  FROM unnest(:job_ids::bigint[], :claim_tokens::bigint[], :fractions::real[], :notes::text[]) p(id, token, fraction, note)
 WHERE j.id = p.id AND j.claim_token = p.token AND j.locked_by = :worker_id::text
