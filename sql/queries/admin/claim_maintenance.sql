-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT task, lease
  FROM jobq.claim_maintenance(:runner::text, :task::text)
