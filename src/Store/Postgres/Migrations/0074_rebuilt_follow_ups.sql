-- SQLite's table was made anew without its order by key. PostgreSQL keeps rows where there is room.
SELECT 1;
