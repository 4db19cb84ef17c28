-- What a line asks for, whatever its slot: the same content in another slot may be a repeat.
ALTER TABLE orders ADD COLUMN content TEXT NULL;
CREATE INDEX orders_content ON orders (content, seq) WHERE content IS NOT NULL;

ALTER TABLE claims ADD COLUMN absences INTEGER NOT NULL DEFAULT 0;  -- complete late not-founds in a row
ALTER TABLE claims ADD COLUMN refusal_code TEXT NULL;               -- the venue refused in words that do not prove it
ALTER TABLE claims ADD COLUMN refusal_text TEXT NULL;
ALTER TABLE claims ADD COLUMN alerted TEXT NULL;                    -- the last alert raised about it, so that it is raised once

-- Nothing in the scope is granted until a person lifts it.
CREATE TABLE halts (
    scope  TEXT PRIMARY KEY,                -- all, venue:NAME, strategy:NAME, symbol:NAME
    by     TEXT NOT NULL,
    why    TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A person let an order pass the code that held it: that code, that order.
CREATE TABLE waivers (
    cl_ord_id  TEXT NOT NULL,
    code       TEXT NOT NULL,
    by         TEXT NOT NULL,
    why        TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (cl_ord_id, code)
) STRICT, WITHOUT ROWID;

-- Somebody wants what is left of an order canceled. Asked for until the venue has taken the request or the order is done.
CREATE TABLE cancels (
    cl_ord_id        TEXT PRIMARY KEY,
    by               TEXT NOT NULL,
    why              TEXT NOT NULL,
    at               TEXT NOT NULL,
    attempt          INTEGER NOT NULL,      -- how often the venue was or is being asked
    outcome          TEXT NULL,             -- requested, rejected, unknown; null while nobody has answered
    next_attempt_at  TEXT NULL              -- when to ask again, or to look whether it has come to anything
) STRICT, WITHOUT ROWID;
CREATE INDEX cancels_due ON cancels (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The store came from a backup. Until the state is ended, the venue is asked before every first send.
CREATE TABLE restorations (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    began_at     TEXT NOT NULL,
    since        TEXT NOT NULL,             -- what the venue has from here on is imported
    imported_at  TEXT NULL,                 -- null while intake is closed
    ended_at     TEXT NULL,
    ended_by     TEXT NULL,
    why          TEXT NULL
) STRICT;
