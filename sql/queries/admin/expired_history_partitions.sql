-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT name, whole, blocks
  FROM jobq.expired_history_partitions()
