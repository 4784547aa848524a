-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT jobq.finish_maintenance(:runner::text, :task::text, :lease::text, :result_count::bigint, :error::text)
