-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT id, claim_token FROM jobq.jobs WHERE locked_by = :worker_id::text AND state = 'locked'
