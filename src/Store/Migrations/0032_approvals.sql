-- A waiver is for the terms that a person has seen, and as long as the order was valid then. What was waived before is waived no longer.
ALTER TABLE waivers ADD COLUMN terms TEXT NULL;
ALTER TABLE waivers ADD COLUMN valid_until TEXT NULL;

-- Strategies that may trade at a venue where money is at stake. Without a row a strategy is paper-only.
CREATE TABLE promotions (
    strategy_id  TEXT PRIMARY KEY,
    by           TEXT NOT NULL,
    why          TEXT NOT NULL,
    at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
