-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT job_id, token, new_state
  FROM jobq.finish_jobs(:worker_id::text, :job_ids::bigint[], :claim_tokens::bigint[], :execution_times_us::bigint[],
                        :outcomes::jobq.history_status[], :errors::text[], :details::text[], :partial_results::text[],
                        :retry_delays_ms::bigint[], :permanent::boolean[])
