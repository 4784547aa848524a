-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The executions of a job, or one of them, the latest first, the running one included.
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
  FROM (SELECT * FROM jobq.job_history o
         WHERE o.job_id = :job::bigint AND (:claim_token::bigint IS NULL OR o.claim_token = :claim_token::bigint)
         ORDER BY o.started_at DESC, o.attempt DESC LIMIT 1000) h
 CROSS JOIN LATERAL (SELECT CASE WHEN :text_limit::int IS NULL OR pg_column_size(h.payload) <= 65536 THEN h.payload::text END AS payload,
                            CASE WHEN :text_limit::int IS NULL OR pg_column_size(h.partial_results) <= 65536 THEN h.partial_results END
                                AS partial_results
                      LIMIT 1) w
 ORDER BY h.started_at DESC, h.attempt DESC
