-- Where a version of an adapter in the shadow did not do as the one that works; one row for each thing that differs, however often it does.
CREATE TABLE adapter_differences (
    works         TEXT NOT NULL,               -- name and version of the adapter that works
    shadow        TEXT NOT NULL,               -- of the one in the shadow
    call          TEXT NOT NULL,               -- what was called
    what          TEXT NOT NULL,               -- what differs
    times         INTEGER NOT NULL,
    first_at      TEXT NOT NULL,
    last_at       TEXT NOT NULL,
    cl_ord_id     TEXT NULL,                   -- of the last time; NULL where it was about no single order
    works_said    TEXT NOT NULL,
    shadow_said   TEXT NOT NULL,
    PRIMARY KEY (works, shadow, call, what)
) STRICT, WITHOUT ROWID;
