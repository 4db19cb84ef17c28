-- Follow-ups in the order of their making. Beside the others of their order, which is where a table without rowids keeps them, each one made and each one marked was another page to
-- be written: a third of what a commit of many orders' steps wrote. An index of their keys is a quarter of them, and a mark does not touch it.
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
SELECT cl_ord_id, message_id, pass, stage, next_stage, seq, type, body, sent_at, attempts, next_attempt_at FROM follow_ups ORDER BY seq;

DROP TABLE follow_ups;
ALTER TABLE follow_ups_rebuilt RENAME TO follow_ups;
CREATE INDEX follow_ups_unsent ON follow_ups (next_attempt_at) WHERE sent_at IS NULL;
