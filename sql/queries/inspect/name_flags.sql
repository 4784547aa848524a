-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT DISTINCT f FROM jobq.lanes l CROSS JOIN unnest(l.flags) f WHERE starts_with(f, :prefix::text) ORDER BY 1 LIMIT :rows::int
