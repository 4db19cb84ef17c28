-- The journal's records, chained by SHA-256 as they were committed. A seal covers the records after the one before it.
CREATE TABLE audit_seals (
    seal       INTEGER PRIMARY KEY,
    last_seq   INTEGER NOT NULL UNIQUE,    -- journal sequence of its last record
    records    INTEGER NOT NULL,           -- how many are sealed up to here
    sealed_at  TEXT NOT NULL,              -- by the machine's clock
    entries    BLOB NOT NULL               -- for each record its sequence (8 bytes, big-endian) and the chain's hash after it (32 bytes)
) STRICT;
CREATE TRIGGER audit_seals_are_append_only_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
CREATE TRIGGER audit_seals_are_append_only_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;

-- How far the chain's head was exported, by where it goes.
CREATE TABLE audit_exports (
    target       TEXT PRIMARY KEY,         -- file or url
    last_seq     INTEGER NOT NULL,
    exported_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is wrong with the audit now, so that it is raised once: the code of an alert and what it is about.
CREATE TABLE audit_conditions (
    code   TEXT NOT NULL,
    scope  TEXT NOT NULL,
    since  TEXT NOT NULL,
    PRIMARY KEY (code, scope)
) STRICT, WITHOUT ROWID;
