-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- A day is long enough to look into a death; should the dead one come back, it finds no row and registers anew.
DELETE FROM jobq.workers w
 WHERE w.declared_dead_at < now() - interval '1 day'
   AND NOT EXISTS (SELECT FROM jobq.jobs j WHERE j.locked_by = w.id AND j.state = 'locked')
