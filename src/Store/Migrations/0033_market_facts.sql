-- What is known, besides the hours of markets, of whether they and their symbols trade. Who speaks for a symbol or a market has a row of
-- its own, so that no word of one undoes a halt of another. All of it is said anew while it holds.
DROP TABLE security_statuses;

CREATE TABLE security_statuses (
    venue   TEXT NOT NULL,
    symbol  TEXT NOT NULL,
    source  TEXT NOT NULL,
    status  TEXT NOT NULL,
    at      TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (venue, symbol, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE market_statuses (
    market  TEXT NOT NULL,
    source  TEXT NOT NULL,
    status  TEXT NOT NULL,
    at      TEXT NOT NULL,
    until   TEXT,
    text    TEXT NOT NULL,
    PRIMARY KEY (market, source)
) STRICT, WITHOUT ROWID;

-- The newest band of each symbol, whoever has said it, and the limit state as of the last look at a quote.
CREATE TABLE price_bands (
    venue             TEXT NOT NULL,
    symbol            TEXT NOT NULL,
    low_limit_price   TEXT NOT NULL,
    high_limit_price  TEXT NOT NULL,
    at                TEXT NOT NULL,
    limit_side        TEXT,
    limit_since       TEXT,
    PRIMARY KEY (venue, symbol)
) STRICT, WITHOUT ROWID;

-- The levels of the market-wide circuit breaker that were reached, each once a day.
CREATE TABLE market_declines (
    market       TEXT NOT NULL,
    day          TEXT NOT NULL,
    level        INTEGER NOT NULL,
    value        TEXT NOT NULL,
    prior_close  TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (market, day, level)
) STRICT, WITHOUT ROWID;
