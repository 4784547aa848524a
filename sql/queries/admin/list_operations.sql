-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- repeatable
SELECT o.id, date_part('epoch', o.at), o.actor, o.application, o.kind, o.reason, o.action_group, o.parameters::text,
       cardinality(o.affected_ids), o.undone_by, jobq.why_not_undo(o)
  FROM jobq.operations o
 WHERE o.id < coalesce(:before_id::bigint, 9223372036854775807)
   AND o.kind = coalesce(:kind::text, o.kind)
   AND o.actor = coalesce(:actor::text, o.actor)
 ORDER BY o.id DESC
 LIMIT :page_size::int
