-- It's a comment with an apostrophe; :word and a semicolon.
CREATE TABLE jobq.testing_good (text text);
INSERT INTO jobq.testing_good VALUES ('; :a'), ($$ ' -- $$);
