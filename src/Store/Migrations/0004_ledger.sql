-- Where an order stands by the venue's word, apart from its fills: ord_status is the one of the two that goes before.
ALTER TABLE orders ADD COLUMN standing TEXT NOT NULL DEFAULT 'pending_new';
ALTER TABLE orders ADD COLUMN standing_at TEXT NULL;      -- the venue's time of the newest report about it
ALTER TABLE orders ADD COLUMN restated_qty TEXT NULL;     -- what a replacement or a restatement made of the quantity
ALTER TABLE orders ADD COLUMN restated_at TEXT NULL;
UPDATE orders SET standing = CASE
    WHEN ord_status IN ('denied', 'held', 'unresolved') THEN 'pending_new'
    WHEN ord_status IN ('partially_filled', 'filled') THEN 'new'
    ELSE ord_status END;

ALTER TABLE executions ADD COLUMN commission TEXT NULL;
ALTER TABLE executions ADD COLUMN comm_currency TEXT NULL;
CREATE INDEX executions_symbol ON executions (account, symbol) WHERE exec_type IN ('trade', 'trade_correct', 'trade_cancel');

-- The exact cost of what is held; cost_px is its average, for people. Rows of an earlier version have none and are made anew
-- from the executions when the next one comes, as are those whose newest entry is not known.
ALTER TABLE positions ADD COLUMN cost TEXT NULL;
ALTER TABLE positions ADD COLUMN newest_at TEXT NULL;     -- its newest entry, or split: what is newer only adds to it
ALTER TABLE positions ADD COLUMN newest_exec_id TEXT NULL;

-- The trades that make a position, as they count now and in the order of their time, each with the position after it: a late or
-- restated one makes anew only what comes after it.
CREATE TABLE position_entries (
    account        TEXT NOT NULL,
    symbol         TEXT NOT NULL,
    at             TEXT NOT NULL,
    exec_id        TEXT NOT NULL,
    venue          TEXT NOT NULL,
    signed_qty     TEXT NOT NULL,          -- less a commission in the asset itself
    value          TEXT NOT NULL,
    position_qty   TEXT NOT NULL,
    position_cost  TEXT NOT NULL,
    realized_pnl   TEXT NOT NULL,
    PRIMARY KEY (account, symbol, at, exec_id, venue)
) STRICT, WITHOUT ROWID;

-- What venues have taken, by what it was taken in.
CREATE TABLE fees (
    account   TEXT NOT NULL,
    currency  TEXT NOT NULL,
    amount    TEXT NOT NULL,
    PRIMARY KEY (account, currency)
) STRICT, WITHOUT ROWID;

-- What venues have made of the quantities of orders. A split shows in it, and restates the fills and positions before it.
CREATE TABLE restatements (
    cl_ord_id  TEXT NOT NULL,
    at         TEXT NOT NULL,
    account    TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    order_qty  TEXT NOT NULL,
    is_split   INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (cl_ord_id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX restatements_symbol ON restatements (account, symbol);
