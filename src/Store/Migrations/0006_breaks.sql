-- How far our view of an account has been compared with the venue's. Nothing is sent while done < blocking.
CREATE TABLE reconciliations (
    venue            TEXT NOT NULL,
    account          TEXT NOT NULL,
    began_at         TEXT NOT NULL,        -- since when the account is followed
    asked            INTEGER NOT NULL,     -- how often a comparison was asked for
    blocking         INTEGER NOT NULL,     -- the last one asked for that orders wait for
    done             INTEGER NOT NULL,     -- the last one asked for that a finished comparison answers
    why              TEXT NOT NULL,        -- why it was asked for last
    executions_from  TEXT NULL,            -- executions from here on are compared next time; null compares all
    finished_at      TEXT NULL,
    look_again_at    TEXT NULL,            -- a difference was found that is not a break yet
    cash             TEXT NULL,            -- what the venue had when its cash was last as expected
    cash_flow        TEXT NULL,            -- what all fills had brought by then
    PRIMARY KEY (venue, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE breaks (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    subject       TEXT NOT NULL,           -- ExecId, ClOrdId, the venue's OrderId of an external order, symbol, or cash
    venue         TEXT NOT NULL,
    account       TEXT NOT NULL,
    symbol        TEXT NULL,
    cl_ord_id     TEXT NULL,
    ours          TEXT NOT NULL,
    theirs        TEXT NOT NULL,
    delta         TEXT NULL,
    pauses        INTEGER NOT NULL,        -- whether new orders of the symbol are held while it is open
    raised_at     TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    closed_at     TEXT NULL,
    resolution    TEXT NULL,               -- explained, accepted, adjusted
    by            TEXT NULL,
    why           TEXT NULL
) STRICT;
CREATE INDEX breaks_open ON breaks (symbol) WHERE closed_at IS NULL;
CREATE INDEX breaks_subject ON breaks (subject, kind);
CREATE INDEX breaks_external ON breaks (cl_ord_id) WHERE kind = 'external_order';

-- What operators and policies have added to the ledger so that it says what the venue says. Never changed.
CREATE TABLE adjustments (
    break_id  INTEGER PRIMARY KEY REFERENCES breaks (id),
    venue     TEXT NOT NULL,
    account   TEXT NOT NULL,
    symbol    TEXT NULL,                   -- null for cash
    qty       TEXT NOT NULL,               -- of the symbol, or of cash
    at        TEXT NOT NULL,
    by        TEXT NOT NULL,
    why       TEXT NOT NULL,
    seq       INTEGER NOT NULL             -- journal sequence of its booking
) STRICT;
CREATE INDEX adjustments_symbol ON adjustments (account, symbol) WHERE symbol IS NOT NULL;

-- What is done in a symbol in which somebody else acts in the account, as the process that follows the venue was told.
CREATE TABLE external_policies (
    symbol  TEXT PRIMARY KEY,
    policy  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rejections of the last minutes: identical ones open a breaker.
CREATE TABLE rejections (
    cl_ord_id  TEXT NOT NULL,
    request    TEXT NOT NULL,              -- order, or cancel with its attempt
    venue      TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    code       TEXT NOT NULL,
    text       TEXT NOT NULL,              -- without what differs from one time to the next
    at         TEXT NOT NULL,
    PRIMARY KEY (cl_ord_id, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX rejections_symbol ON rejections (symbol, at);

-- Orders and executions are compared in pages, beside the writer.
CREATE INDEX orders_at_venue ON orders (venue, account, seq) WHERE order_id IS NOT NULL
    AND ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied');
CREATE INDEX executions_time ON executions (venue, account, transact_time, exec_id);
