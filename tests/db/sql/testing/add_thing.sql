-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
INSERT INTO things (name) VALUES (:name::text) RETURNING id
