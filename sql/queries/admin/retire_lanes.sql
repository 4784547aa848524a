-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT jobq.retire_lanes(:retention_ms::bigint * interval '1 millisecond')
