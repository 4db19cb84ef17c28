-- What becomes of a remainder, as the intent's JSON has it; null rests. Asked is 0 where the line named none and has its strategy's default.
ALTER TABLE orders ADD COLUMN fill_policy TEXT NULL;
ALTER TABLE orders ADD COLUMN fill_policy_asked INTEGER NOT NULL DEFAULT 0;

-- A line's orders: the first, and each that replaced the one before it.
ALTER TABLE orders ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE orders ADD COLUMN orig_cl_ord_id TEXT NULL;   -- the order that this one replaces
ALTER TABLE orders ADD COLUMN ended_at TEXT NULL;         -- the venue's time of the word that ended it
CREATE UNIQUE INDEX orders_line ON orders (key, generation) WHERE generation > 1;

-- What the policy of an order at the venue has to remember. An order that rests has no row.
CREATE TABLE fill_policies (
    cl_ord_id    TEXT PRIMARY KEY,
    working_at   TEXT NOT NULL,          -- since when the order is known to be at the venue
    act          TEXT NULL,              -- the last act: cancel, replace, escalate, done; null before the first
    acted_at     TEXT NULL,
    checks       INTEGER NOT NULL DEFAULT 0, -- how often the venue was asked what became of the act
    alerted      INTEGER NOT NULL DEFAULT 0,
    next_act_at  TEXT NULL               -- when to act, or to ask; null when nothing more is to be done
) STRICT, WITHOUT ROWID;
CREATE INDEX fill_policies_due ON fill_policies (next_act_at) WHERE next_act_at IS NOT NULL;

-- Nothing more is sent for these lines.
CREATE TABLE stopped_lines (
    key   TEXT PRIMARY KEY,
    code  TEXT NOT NULL,                 -- LINE_STOPPED or CANCELED
    why   TEXT NOT NULL,
    at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
