-- What is missing at a venue that may be a fee which it has taken and not listed yet, as the last comparison found it. Not in the journal:
-- it is what the venue said, and nothing is booked for it.
CREATE TABLE awaited_fees (
    venue     TEXT NOT NULL,
    account   TEXT NOT NULL,
    subject   TEXT NOT NULL,               -- the pair, or cash
    currency  TEXT NOT NULL,               -- the coin, or money
    amount    TEXT NOT NULL,               -- missing
    most      TEXT NOT NULL,               -- as much the venue may have taken
    since     TEXT NOT NULL,               -- when it was found first
    until     TEXT NOT NULL,               -- when it is a break, unless the fee is listed before
    PRIMARY KEY (venue, account, subject)
) STRICT, WITHOUT ROWID;
