-- Alerts that wait for a person and that no order, break, halt, throttle or dead letter tells of.
CREATE TABLE standing_alerts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    code       TEXT NOT NULL,
    scope      TEXT NOT NULL,
    cl_ord_id  TEXT NULL,
    first_at   TEXT NOT NULL,
    last_at    TEXT NOT NULL,
    times      INTEGER NOT NULL,
    UNIQUE (code, scope)
) STRICT;
