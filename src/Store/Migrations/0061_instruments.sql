-- What a venue asks of the orders in each symbol, as reconciliation has fetched it, where the venue states it. NULL is no such demand.
CREATE TABLE instruments (
    venue           TEXT NOT NULL,
    symbol          TEXT NOT NULL,
    at              TEXT NOT NULL,               -- when the venue stated it
    tick_size       TEXT NULL,
    min_price       TEXT NULL,
    max_price       TEXT NULL,
    lot_size        TEXT NULL,
    min_qty         TEXT NULL,
    max_qty         TEXT NULL,
    max_market_qty  TEXT NULL,
    min_notional    TEXT NULL,
    max_notional    TEXT NULL,
    PRIMARY KEY (venue, symbol)
) STRICT, WITHOUT ROWID;
