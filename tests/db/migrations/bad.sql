-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
CREATE TABLE jobq.testing_bad (number int);
INSERT INTO jobq.testing_bad SELECT no_such_column;
CREATE INDEX ON jobq.testing_bad (number);
