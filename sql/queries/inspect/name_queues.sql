-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT q.name FROM jobq.queues q WHERE starts_with(q.name, :prefix::text) ORDER BY 1 LIMIT :rows::int
