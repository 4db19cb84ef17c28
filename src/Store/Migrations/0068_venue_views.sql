-- How each process that calls the venue sees the way to it. A process says so every few seconds; what is old is of one that has died, or that the store has not heard.
CREATE TABLE venue_views (
    process   TEXT PRIMARY KEY,
    venue     TEXT NOT NULL,
    said_at   TEXT NOT NULL,                -- by the machine's clock
    document  TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;
