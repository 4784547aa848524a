-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT jobq.delete_expired_history(:name::text, :from_block::bigint, :to_block::bigint, :row_limit::bigint)
