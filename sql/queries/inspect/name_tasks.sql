-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT DISTINCT l.task_identifier FROM jobq.lanes l
 WHERE starts_with(l.task_identifier, :prefix::text) ORDER BY 1 LIMIT :rows::int
