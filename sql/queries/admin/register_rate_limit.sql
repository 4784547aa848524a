-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT key, capacity, date_part('epoch', interval) * 1000, tokens, date_part('epoch', window_started_at)
  FROM jobq.register_rate_limit(:key::text, :capacity::int, :window_interval::text, :actor::text, :reason::text, :action_group::text)
