-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- The server's clock, and when its running minute ends.
SELECT date_part('epoch', clock_timestamp()), date_part('epoch', date_trunc('minute', clock_timestamp()) + interval '1 minute')
