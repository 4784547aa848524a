-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT jobq.record_operation(:kind::text, :actor::text, :reason::text, :action_group::text,
                             jsonb_build_object('count', :affected_count::bigint), NULL)
