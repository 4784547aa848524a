-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT id, payload::text, date_part('epoch', run_at), date_part('epoch', created_at)
  FROM jobq.add_jobs(:task_identifiers::text[], :payloads::text[], :queue_names::text[], :run_ats::timestamptz[],
                     :priorities::int[], :max_attempts::int[], :flags::text[], :rate_limit_keys::text[],
                     :notify::boolean)
