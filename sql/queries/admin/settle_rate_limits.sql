-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT jobq.settle_rate_limits(:key::text, :actor::text, :reason::text, :action_group::text)
