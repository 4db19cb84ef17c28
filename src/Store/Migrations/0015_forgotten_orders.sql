-- Orders of the venue that a restored store does not know and that bear an id which may be ours. The id is derived from slot and
-- quantity, so an intent that plans the slot anew to another quantity is told from the first of a slot.
CREATE TABLE forgotten_orders (
    venue      TEXT NOT NULL,
    account    TEXT NOT NULL,
    cl_ord_id  TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    side       TEXT NOT NULL,
    terms      TEXT NOT NULL,              -- JSON, as the venue states them
    PRIMARY KEY (venue, account, cl_ord_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX forgotten_orders_symbol ON forgotten_orders (account, symbol, side);
