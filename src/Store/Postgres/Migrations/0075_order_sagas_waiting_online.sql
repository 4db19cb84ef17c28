-- How many orders are in each state, and which of them has waited longest, is looked at every few seconds: by an index that has both. Without a transaction, and
-- repeatable: writers go on meanwhile.
DROP INDEX CONCURRENTLY IF EXISTS order_sagas_waiting
;
CREATE INDEX CONCURRENTLY order_sagas_waiting ON order_sagas (state, last_seq) WHERE state <> 'Done'
;
DROP INDEX CONCURRENTLY IF EXISTS order_sagas_open
