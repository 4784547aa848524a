INSERT INTO things (name) VALUES (:name::text) RETURNING id
