-- An order that is over is in nobody's list. When the report of its end says something else of it than our ledger, the next comparison asks.
ALTER TABLE orders ADD COLUMN told_otherwise INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_told_otherwise ON orders (venue, account, seq) WHERE told_otherwise = 1;
