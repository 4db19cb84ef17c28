-- Follow-ups in the order in which they are made, and an index of their keys. A table without rowids keeps an order's side by side, so that each one that was made and each one that was
-- marked as sent was another page to be written: a third of all pages of a commit. The same table in all else, for whoever of an older version uses it.
CREATE TABLE follow_ups_rebuilt (
    cl_ord_id        TEXT NOT NULL,
    message_id       TEXT NOT NULL,
    pass             INTEGER NOT NULL,
    stage            TEXT NOT NULL,        -- who says it
    next_stage       TEXT NULL,            -- whose step it calls for, if any
    seq              INTEGER NOT NULL,
    type             TEXT NOT NULL,
    body             TEXT NOT NULL,
    sent_at          TEXT NULL,
    attempts         INTEGER NOT NULL DEFAULT 0,
    next_attempt_at  TEXT NOT NULL,
    PRIMARY KEY (cl_ord_id, message_id)
) STRICT;

INSERT INTO follow_ups_rebuilt (cl_ord_id, message_id, pass, stage, next_stage, seq, type, body, sent_at, attempts, next_attempt_at)
SELECT cl_ord_id, message_id, pass, stage, next_stage, seq, type, body, sent_at, attempts, next_attempt_at FROM follow_ups;

DROP TABLE follow_ups;
ALTER TABLE follow_ups_rebuilt RENAME TO follow_ups;
CREATE INDEX follow_ups_unsent ON follow_ups (next_attempt_at) WHERE sent_at IS NULL;
