-- repeatable
SELECT 1
