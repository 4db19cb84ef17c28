-- What new orders wait for before they may call a venue, as whoever calls it says while any of them waits. Older than some seconds, it says nothing.
CREATE TABLE call_waits (
    venue   TEXT PRIMARY KEY,
    code    TEXT NOT NULL,
    detail  TEXT NOT NULL,
    at      TEXT NOT NULL                -- when it was said last
) STRICT, WITHOUT ROWID;
