-- A dead letter has one life: it is kept, a person acts on it, and when it fails again it joins what is known of it. What lists read stands
-- apart from what is long, so that a page of a hundred thousand is quick.
DROP INDEX dead_letters_message;
DROP INDEX dead_letters_order;
ALTER TABLE dead_letters RENAME TO dead_letters_before;

-- Failures that are alike: the reason without what differs from one message to the next.
CREATE TABLE dead_letter_groups (
    id              INTEGER PRIMARY KEY,
    stage           TEXT NOT NULL,
    exception_type  TEXT NOT NULL,
    reason          TEXT NOT NULL,
    UNIQUE (stage, exception_type, reason)
) STRICT;

CREATE TABLE dead_letters (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id        INTEGER NOT NULL REFERENCES dead_letter_groups (id),
    state           TEXT NOT NULL,            -- open, replayed or discarded
    stage           TEXT NOT NULL,
    queue           TEXT NOT NULL,            -- where it was taken from, and goes again
    message_id      TEXT NULL,
    message_type    TEXT NULL,
    cl_ord_id       TEXT NULL,
    intent_id       TEXT NULL,
    symbol          TEXT NULL,
    strategy_id     TEXT NULL,
    pass            INTEGER NULL,
    exception_type  TEXT NOT NULL,            -- of the newest failure, as is its reason
    reason          TEXT NOT NULL,
    attempts        INTEGER NOT NULL,         -- how often it has failed
    first_at        TEXT NOT NULL,
    last_at         TEXT NOT NULL,
    replays         INTEGER NOT NULL DEFAULT 0,
    replayed_at     TEXT NULL,
    replay_pass     INTEGER NULL,             -- the pass that its replay began: what fails in it is the same dead letter
    run_id          INTEGER NULL,             -- the run that replayed it last
    result          TEXT NULL,                -- what came of the newest replay: waits, done or failed
    unsent          INTEGER NOT NULL DEFAULT 0, -- 1: it is to go to its queue again, and has not been confirmed
    fault_id        TEXT NULL                 -- of a failure that the broker keeps: taken in once, however often it is delivered
) STRICT;
CREATE INDEX dead_letters_order ON dead_letters (cl_ord_id) WHERE cl_ord_id IS NOT NULL;
CREATE INDEX dead_letters_state ON dead_letters (state, id);
CREATE INDEX dead_letters_group ON dead_letters (group_id, state, id, symbol, first_at, last_at, attempts);
CREATE INDEX dead_letters_stage ON dead_letters (stage, state, id);
CREATE INDEX dead_letters_symbol ON dead_letters (symbol, state, id);
CREATE INDEX dead_letters_strategy ON dead_letters (strategy_id, state, id);
CREATE INDEX dead_letters_run ON dead_letters (run_id, result) WHERE run_id IS NOT NULL;
CREATE INDEX dead_letters_unsent ON dead_letters (id) WHERE unsent = 1;
CREATE INDEX dead_letters_waiting ON dead_letters (id) WHERE result = 'waits' AND replay_pass IS NOT NULL;
CREATE INDEX dead_letters_fault ON dead_letters (fault_id) WHERE fault_id IS NOT NULL;

-- The message byte for byte, and what an operator has made of it.
CREATE TABLE dead_letter_contents (
    letter_id     INTEGER PRIMARY KEY REFERENCES dead_letters (id),
    content_type  TEXT NULL,
    headers       TEXT NOT NULL,              -- JSON
    body          BLOB NOT NULL,
    edited_body   BLOB NULL
) STRICT;

-- Every identity that a dead letter's message has had: of its first failure, and of its replays.
CREATE TABLE dead_letter_messages (
    stage       TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    letter_id   INTEGER NOT NULL REFERENCES dead_letters (id),
    PRIMARY KEY (stage, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letter_history (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    letter_id  INTEGER NOT NULL REFERENCES dead_letters (id),
    at         TEXT NOT NULL,
    act        TEXT NOT NULL,                 -- failed, replayed, edited, discarded, reopened or worked_off
    by         TEXT NULL,
    why        TEXT NULL,
    run_id     INTEGER NULL,
    result     TEXT NOT NULL,
    detail     TEXT NULL                      -- of a failure the exception with all that caused it; of an edit the difference
) STRICT;
CREATE INDEX dead_letter_history_letter ON dead_letter_history (letter_id, id);

-- A replay of many: how far it has come is a row, so that another process goes on with it.
CREATE TABLE replay_runs (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    filter         TEXT NOT NULL,             -- JSON
    by             TEXT NOT NULL,
    why            TEXT NOT NULL,
    rate           INTEGER NOT NULL,          -- messages a second
    canary         INTEGER NOT NULL,          -- 1: one first, then more
    state          TEXT NOT NULL,             -- running, paused, stopped or done
    reason         TEXT NULL,                 -- why it does not run
    total          INTEGER NOT NULL,
    after_id       INTEGER NOT NULL,          -- looked at up to here
    last_id        INTEGER NOT NULL,          -- and no further than this
    taken          INTEGER NOT NULL,          -- replayed
    passed_over    INTEGER NOT NULL,          -- not replayed: it would not be of use
    step           INTEGER NOT NULL,          -- of the canary
    canary_from    INTEGER NOT NULL DEFAULT 0, -- replayed before the canary began anew, since a person had the run go on
    resumed_at     TEXT NULL,
    began_at       TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    ended_at       TEXT NULL
) STRICT;
CREATE INDEX replay_runs_active ON replay_runs (id) WHERE state IN ('running', 'paused');

-- Orders whose way to the venue ended in a dead letter that nobody has replayed: they wait for a person. A message that came before the
-- store knew of the order, out of a queue that is ahead of a backup, does not end its way.
CREATE VIEW parked_orders AS
    SELECT cl_ord_id FROM dead_letters
    WHERE cl_ord_id IS NOT NULL AND state <> 'replayed' AND stage IN ('validation', 'session', 'submission') AND exception_type <> 'UnknownOrderException';

INSERT OR IGNORE INTO dead_letter_groups (stage, exception_type, reason) SELECT stage, exception_type, substr(reason, 1, 300) FROM dead_letters_before ORDER BY id;
INSERT INTO dead_letters (id, group_id, state, stage, queue, message_id, message_type, cl_ord_id, intent_id, symbol, strategy_id, pass, exception_type, reason,
    attempts, first_at, last_at)
    SELECT b.id, g.id, 'open', b.stage, b.stage, b.message_id, b.message_type, b.cl_ord_id, o.intent_id, o.symbol, o.strategy_id, NULL, b.exception_type, b.reason,
        b.attempts, b.first_at, b.last_at
    FROM dead_letters_before b
    JOIN dead_letter_groups g ON g.stage = b.stage AND g.exception_type = b.exception_type AND g.reason = substr(b.reason, 1, 300)
    LEFT JOIN orders o ON o.cl_ord_id = b.cl_ord_id;
INSERT INTO dead_letter_contents (letter_id, headers, body) SELECT id, headers, body FROM dead_letters_before;
INSERT INTO dead_letter_messages (stage, message_id, letter_id) SELECT stage, message_id, id FROM dead_letters_before WHERE message_id IS NOT NULL;
INSERT INTO dead_letter_history (letter_id, at, act, result, detail) SELECT id, last_at, 'failed', exception_type || ': ' || reason, exception FROM dead_letters_before ORDER BY id;
DROP TABLE dead_letters_before;
