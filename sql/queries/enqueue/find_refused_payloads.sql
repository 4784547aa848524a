-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
SELECT i FROM jobq.refused_payloads(:payloads::text[]) i
