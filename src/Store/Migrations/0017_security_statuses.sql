-- Whether each symbol trades, as reconciliation has last heard from the venue.
CREATE TABLE security_statuses (
    venue   TEXT NOT NULL,
    symbol  TEXT NOT NULL,
    status  TEXT NOT NULL,
    at      TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (venue, symbol)
) STRICT, WITHOUT ROWID;
