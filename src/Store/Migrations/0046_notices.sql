-- What OpenClaw is told. Made from the journal by a cursor, on no order's way; a row is told until it is taken in, or dead.
CREATE TABLE notices (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id         TEXT NOT NULL UNIQUE,  -- the Idempotency-Key
    kind             TEXT NOT NULL,
    subject          TEXT NOT NULL,         -- ClOrdId, or the id of a brief: told in the order of id
    seq              INTEGER NOT NULL,      -- of the journal's entry
    hook             TEXT NOT NULL,         -- the path below the hooks' address
    body             BLOB NOT NULL,         -- the same bytes at every try
    made_at          TEXT NOT NULL,         -- by the machine's clock, as all times here
    alive_since      TEXT NOT NULL,         -- dead a day later
    attempts         INTEGER NOT NULL DEFAULT 0,
    next_attempt_at  TEXT NOT NULL,
    last_failure     TEXT NULL,             -- in our own words
    sent_at          TEXT NULL,
    dead_at          TEXT NULL
) STRICT;
CREATE INDEX notices_waiting ON notices (subject, id) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX notices_dead ON notices (id) WHERE dead_at IS NOT NULL;

CREATE TABLE notice_cursor (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL                   -- the journal's entries up to here were looked at
) STRICT;
