-- Where a store has been copied to that is served no more: one row, or none while it is served.
CREATE TABLE moved_to (address TEXT NOT NULL PRIMARY KEY, moved_at TEXT NOT NULL);
