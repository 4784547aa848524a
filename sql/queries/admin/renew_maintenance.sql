-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT jobq.renew_maintenance(:runner::text, :task::text, :lease::text)
