-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How many jobs match, all of them read: asked for by hand only. A stage that is not looked for is not read, and each
-- has its own index.
SELECT CASE WHEN 'ready' = ANY (:states::text[]) THEN (
         SELECT count(*) FROM jobq.jobs j
          WHERE j.state = 'ready' AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)) ELSE 0 END
       + CASE WHEN 'scheduled' = ANY (:states::text[]) THEN (
         SELECT count(*) FROM jobq.jobs j
          WHERE j.state = 'scheduled' AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)) ELSE 0 END
       + CASE WHEN 'waiting' = ANY (:states::text[]) THEN (
         SELECT count(*) FROM jobq.jobs j
          WHERE j.state = 'waiting' AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)) ELSE 0 END
       + CASE WHEN 'locked' = ANY (:states::text[]) THEN (
         SELECT count(*) FROM jobq.jobs j
          WHERE j.state = 'locked' AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)) ELSE 0 END
       + CASE WHEN 'exhausted' = ANY (:states::text[]) THEN (
         SELECT count(*) FROM jobq.jobs j
          WHERE j.state = 'exhausted' AND jobq.job_matches(
           j, :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)) ELSE 0 END
