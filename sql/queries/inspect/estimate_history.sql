-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- About how many finished executions match.
SELECT jobq.estimate_history(
           :from::timestamptz, :to::timestamptz, :task::text, :queue::text, :statuses::jobq.history_status[], :worker::text,
           :job::bigint, :arguments::jsonpath, :error::text, :fingerprint::text)
