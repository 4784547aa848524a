-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT 1 / :divisor::int AS result, i FROM generate_series(1, 2) i
