-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT k FROM unnest(:rate_limit_keys::text[]) k
 WHERE NOT EXISTS (SELECT FROM jobq.rate_limits r WHERE r.key = k) LIMIT 1
