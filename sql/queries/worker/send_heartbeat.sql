-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- No row: the worker was declared dead, or its row is gone.
UPDATE jobq.workers
   SET heartbeat_at = clock_timestamp(), stopping = :stopping::boolean
 WHERE id = :worker_id::text AND declared_dead_at IS NULL
RETURNING id
