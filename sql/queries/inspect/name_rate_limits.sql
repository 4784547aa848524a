-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT r.key FROM jobq.rate_limits r WHERE starts_with(r.key, :prefix::text) ORDER BY 1 LIMIT :rows::int
