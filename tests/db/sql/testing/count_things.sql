SELECT count(*) FROM things WHERE name = :name::text
