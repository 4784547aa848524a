-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
--
-- How many jobs stand where: counted up to 10,000 of each stage.
SELECT (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.state = 'ready'
                              ORDER BY j.lane, j.priority, j.run_at, j.id LIMIT 10001) c),
       (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.state = 'waiting'
                              ORDER BY j.queue_name, j.priority, j.run_at, j.id LIMIT 10001) c),
       (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.state = 'scheduled'
                              ORDER BY j.run_at, j.id LIMIT 10001) c),
       (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.state = 'locked'
                              ORDER BY j.locked_by, j.id LIMIT 10001) c),
       (SELECT count(*) FROM (SELECT FROM jobq.jobs j WHERE j.state = 'exhausted'
                              ORDER BY j.id LIMIT 10001) c),
       date_part('epoch', now())
