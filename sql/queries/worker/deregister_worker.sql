-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- Where it still holds jobs its row stays, and the lease frees them.
DELETE FROM jobq.workers w
 WHERE w.id = :worker_id::text
   AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked')
