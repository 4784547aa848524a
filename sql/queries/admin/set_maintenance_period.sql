-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT jobq.set_maintenance_period(:task::text, :period_ms::bigint * interval '1 millisecond',
                                   :actor::text, :reason::text, :action_group::text)
