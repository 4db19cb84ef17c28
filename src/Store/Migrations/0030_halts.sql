ALTER TABLE halts ADD COLUMN mode TEXT NOT NULL DEFAULT 'stop';         -- stop, reduce_only
ALTER TABLE halts ADD COLUMN cancel_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE halts ADD COLUMN cancel_after INTEGER NULL;                 -- orders after this one are still to be canceled; null when none are
ALTER TABLE halts ADD COLUMN cancels INTEGER NOT NULL DEFAULT 0;        -- how many were asked for
ALTER TABLE halts ADD COLUMN in_file INTEGER NOT NULL DEFAULT 0;        -- whether the halt file says it now

-- The first of two people who release a halt.
CREATE TABLE resume_requests (
    scope       TEXT PRIMARY KEY,
    by          TEXT NOT NULL,
    why         TEXT NOT NULL,
    at          TEXT NOT NULL,
    expires_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
