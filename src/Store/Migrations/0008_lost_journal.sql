-- A restored store goes on with journal sequences that the lost one can't have used: what it had told bears one of those between.
ALTER TABLE restorations ADD COLUMN lost_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE restorations ADD COLUMN goes_on_after INTEGER NOT NULL DEFAULT 0;

-- Whose they are may turn out when an agent sends an order again that a lost store had sent.
CREATE INDEX executions_of_nobody ON executions (order_id) WHERE cl_ord_id IS NULL;
