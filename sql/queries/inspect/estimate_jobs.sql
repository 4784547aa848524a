-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- About how many jobs match.
SELECT jobq.estimate_jobs(
           :states::jobq.job_state[], :task::text, :queue::text, :key::text, :flags::text[], :rate_limit::text, :worker::text,
           :priority::int, :min_attempts::int, :arguments::jsonpath, :error::text, :fingerprint::text,
           :min_age_ms::bigint, :max_age_ms::bigint)
