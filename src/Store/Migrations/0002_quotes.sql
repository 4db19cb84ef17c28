-- The newest quote of each symbol that reconciliation has fetched, where the venue's prices are not a process's own to ask for.
CREATE TABLE quotes (
    venue     TEXT NOT NULL,
    symbol    TEXT NOT NULL,
    at        TEXT NOT NULL,               -- when the quote was made
    bid       TEXT NULL,
    bid_size  TEXT NOT NULL,
    ask       TEXT NULL,
    ask_size  TEXT NOT NULL,
    PRIMARY KEY (venue, symbol)
) STRICT, WITHOUT ROWID;
