-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
SELECT date_part('epoch', clock_timestamp()), current_setting('server_version'), current_setting('server_version_num')::int,
       (SELECT coalesce(max(m.number), 0) FROM jobq.migrations m), current_database(), pg_database_size(current_database()), current_user,
       current_setting('is_superuser') = 'on', current_setting('transaction_read_only') = 'on', pg_is_in_recovery(),
       has_table_privilege('jobq.jobs', 'INSERT') AND has_table_privilege('jobq.lanes', 'INSERT'),
       has_table_privilege('jobq.jobs', 'UPDATE') AND has_table_privilege('jobq.operations', 'INSERT'),
       has_table_privilege('jobq.maintenance', 'UPDATE') AND has_table_privilege('jobq.rate_limits', 'INSERT'),
       coalesce((SELECT s.reset_val FROM pg_settings s WHERE s.name = 'log_timezone'), 'UTC'),
       date_part('epoch', pg_postmaster_start_time())
