-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- Registered or holding locks.
WITH RECURSIVE holder AS (
    (SELECT j.locked_by AS id FROM jobq.jobs j WHERE j.state = 'locked' ORDER BY j.locked_by LIMIT 1)
    UNION ALL
    SELECT (SELECT j.locked_by FROM jobq.jobs j
             WHERE j.state = 'locked' AND j.locked_by > h.id ORDER BY j.locked_by LIMIT 1)
      FROM holder h WHERE h.id IS NOT NULL
)
SELECT a.id
  FROM (SELECT h.id FROM holder h UNION SELECT w.id FROM jobq.workers w) a
 WHERE starts_with(a.id, :prefix::text) ORDER BY 1 LIMIT :rows::int
