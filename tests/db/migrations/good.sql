-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- It's a comment with an apostrophe; :word and a semicolon.
CREATE TABLE jobq.testing_good (text text);
INSERT INTO jobq.testing_good VALUES ('; :a'), ($$ ' -- $$);
