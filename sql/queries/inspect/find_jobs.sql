-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Whole jobs by id, in the order of the ids, with long texts cut. A payload that takes more than 64 KiB in the table
-- is not even printed: a page of such would take seconds.
SELECT j.id, j.task_identifier,
       CASE WHEN :text_limit::int IS NULL THEN w.payload ELSE coalesce(left(w.payload, :text_limit::int), '') END,
       j.queue_name, j.priority, date_part('epoch', j.run_at), j.attempts, j.max_attempts,
       CASE WHEN :text_limit::int IS NULL THEN j.last_error ELSE left(j.last_error, :text_limit::int) END,
       date_part('epoch', j.created_at), date_part('epoch', j.updated_at), j.job_key, j.flags, j.rate_limit_key,
       date_part('epoch', j.locked_at), j.locked_by, j.revision, j.state,
       w.partial_results::text, (w.partial_results -> 'results')::text,
       coalesce(octet_length(w.payload), pg_column_size(j.payload)),
       :text_limit::int IS NOT NULL AND coalesce(char_length(w.payload) > :text_limit::int, true),
       coalesce(:text_limit::int IS NOT NULL AND char_length(j.last_error) > :text_limit::int, false),
       j.progress, j.progress_note
  FROM unnest(:ids::bigint[]) WITH ORDINALITY i(id, n)
 CROSS JOIN LATERAL (SELECT * FROM jobq.jobs WHERE id = i.id LIMIT 1) j
 CROSS JOIN LATERAL (SELECT CASE WHEN :text_limit::int IS NULL OR pg_column_size(j.payload) <= 65536 THEN j.payload::text END AS payload,
                            CASE WHEN :text_limit::int IS NULL OR pg_column_size(j.partial_results) <= 65536 THEN j.partial_results END
                                AS partial_results
                      LIMIT 1) w
 ORDER BY i.n
