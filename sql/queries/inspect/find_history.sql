-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Whole history records, in the order given, with long texts cut as in find_jobs. That it expires at a known time leads straight
-- to the one partition that holds a record.
SELECT h.job_id, h.claim_token, date_part('epoch', h.started_at), date_part('epoch', h.finished_at),
       date_part('epoch', h.expires_at), h.queue_time_us, coalesce(h.execution_time_us, 0), h.replayed_as, h.attempt, h.priority,
       h.status, h.task_identifier, h.queue_name, h.worker_id,
       CASE WHEN :text_limit::int IS NULL THEN w.payload ELSE coalesce(left(w.payload, :text_limit::int), '') END,
       h.rate_limit_key,
       CASE WHEN :text_limit::int IS NULL THEN h.error_message ELSE left(h.error_message, :text_limit::int) END,
       CASE WHEN :text_limit::int IS NULL THEN h.error_detail ELSE left(h.error_detail, :text_limit::int) END,
       w.partial_results::text, (w.partial_results -> 'results')::text,
       coalesce(octet_length(w.payload), pg_column_size(h.payload)),
       :text_limit::int IS NOT NULL AND coalesce(char_length(w.payload) > :text_limit::int, true),
       coalesce(:text_limit::int IS NOT NULL
                AND greatest(char_length(h.error_message), char_length(h.error_detail)) > :text_limit::int, false)
  FROM unnest(:job_ids::bigint[], :claim_tokens::bigint[], :expire_at::timestamptz[])
       WITH ORDINALITY i(job_id, claim_token, expires_at, n)
 CROSS JOIN LATERAL (SELECT * FROM jobq.history
                      WHERE job_id = i.job_id AND claim_token = i.claim_token AND expires_at = i.expires_at LIMIT 1) h
 CROSS JOIN LATERAL (SELECT CASE WHEN :text_limit::int IS NULL OR pg_column_size(h.payload) <= 65536 THEN h.payload::text END AS payload,
                            CASE WHEN :text_limit::int IS NULL OR pg_column_size(h.partial_results) <= 65536 THEN h.partial_results END
                                AS partial_results
                      LIMIT 1) w
 ORDER BY i.n
