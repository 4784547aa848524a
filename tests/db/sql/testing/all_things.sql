SELECT * FROM things ORDER BY id -- grows a column
