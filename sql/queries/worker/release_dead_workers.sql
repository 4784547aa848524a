-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT count(*) FROM jobq.release_dead_workers() r
