-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
WITH added AS (INSERT INTO things (name) VALUES ('dead') RETURNING id)
SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10), added.id FROM added
