-- What venues have taken, or given back, by entries of their own. Never changed; its sums are in fees.
CREATE TABLE fee_reports (
    venue      TEXT NOT NULL,
    account    TEXT NOT NULL,
    fee_id     TEXT NOT NULL,
    fee_type   TEXT NOT NULL,              -- the venue's word for it
    symbol     TEXT NULL,
    amount     TEXT NOT NULL,              -- taken; negative for what was given back
    currency   TEXT NOT NULL,              -- money, or the asset of the pair
    order_id   TEXT NULL,                  -- the venue's, where it names one
    exec_id    TEXT NULL,
    cl_ord_id  TEXT NULL,                  -- the order of ours that it was taken for, where the venue says so
    at         TEXT NOT NULL,
    seq        INTEGER NOT NULL,           -- journal sequence of its booking
    PRIMARY KEY (venue, account, fee_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fee_reports_symbol ON fee_reports (account, symbol) WHERE symbol IS NOT NULL;

-- A fee in the asset itself changes the quantity of a position and not its cost.
ALTER TABLE position_entries ADD COLUMN is_fee INTEGER NOT NULL DEFAULT 0;
