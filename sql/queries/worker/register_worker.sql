-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- May be repeated where its outcome is not known: the id is random, so a row that is there is ours.
INSERT INTO jobq.workers AS w (id, host, pid, task_identifiers, concurrency, version, lease)
VALUES (:worker_id::text, :host::text, :pid::bigint, :task_identifiers::text[], :concurrency::int, :version::text,
        :lease_ms::bigint * interval '1 millisecond')
    ON CONFLICT (id) DO UPDATE SET heartbeat_at = clock_timestamp() WHERE w.declared_dead_at IS NULL
RETURNING id
