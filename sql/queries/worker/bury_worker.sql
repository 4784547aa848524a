-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
--
-- Leaves a dead worker's row where it is gone (a failover, an operator), so that what it still holds is freed.
INSERT INTO jobq.workers (id, host, pid, concurrency, version, lease, heartbeat_at, declared_dead_at)
VALUES (:worker_id::text, :host::text, :pid::bigint, :concurrency::int, :version::text,
        :lease_ms::bigint * interval '1 millisecond', now() - 2 * (:lease_again_ms::bigint * interval '1 millisecond'), now())
    ON CONFLICT (id) DO NOTHING
