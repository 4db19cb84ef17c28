-- What each strategy's orders may still buy and sell in an account, and what they have traded. The table before knew no strategies; what
-- it said is made anew from the orders by Exposures0020.
DROP TABLE exposures;
CREATE TABLE exposures (
    account      TEXT NOT NULL,
    symbol       TEXT NOT NULL,
    strategy_id  TEXT NOT NULL,
    buy_qty      TEXT NOT NULL,
    sell_qty     TEXT NOT NULL,
    traded_qty   TEXT NOT NULL,          -- signed: bought less sold
    PRIMARY KEY (account, symbol, strategy_id)
) STRICT, WITHOUT ROWID;

-- Orders that validation has let through, by day (UTC).
CREATE TABLE daily_orders (
    day          TEXT NOT NULL,
    account      TEXT NOT NULL,
    strategy_id  TEXT NOT NULL,
    symbol       TEXT NOT NULL,
    orders       INTEGER NOT NULL,
    PRIMARY KEY (day, account, strategy_id, symbol)
) STRICT, WITHOUT ROWID;

-- Orders let through within the last second, as long as a limit counts them.
CREATE TABLE recent_orders (
    at           TEXT NOT NULL,
    account      TEXT NOT NULL,
    strategy_id  TEXT NOT NULL,
    symbol       TEXT NOT NULL
) STRICT;

-- How often a strategy has done the same, and whether it is shut out.
CREATE TABLE throttles (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    strategy_id  TEXT NOT NULL,
    symbol       TEXT NOT NULL,
    side         TEXT NOT NULL,
    since        TEXT NOT NULL,          -- when the minute that is counted began
    orders       INTEGER NOT NULL,       -- let through since
    shut_at      TEXT NULL,              -- null while it is open
    cl_ord_id    TEXT NULL,              -- the order that shut it
    UNIQUE (strategy_id, symbol, side)
) STRICT;
CREATE INDEX throttles_shut ON throttles (shut_at) WHERE shut_at IS NOT NULL;

-- An account's equity as the venue stated it first on each day (UTC).
CREATE TABLE daily_equity (
    venue    TEXT NOT NULL,
    account  TEXT NOT NULL,
    day      TEXT NOT NULL,
    equity   TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (venue, account, day)
) STRICT, WITHOUT ROWID;

-- The limits file as it was put in force last, and the one that could not be.
CREATE TABLE limits_in_force (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    hash         TEXT NOT NULL,
    document     TEXT NOT NULL,
    at           TEXT NOT NULL,
    broken_hash  TEXT NULL
) STRICT;
