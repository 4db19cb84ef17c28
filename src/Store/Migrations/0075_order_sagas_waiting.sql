-- How many orders are in each state, and which of them has waited longest, is looked at every few seconds: by an index that has both. With the state
-- alone every open order's row was read, a million in a second, in which the log of the store could not begin anew.
CREATE INDEX order_sagas_waiting ON order_sagas (state, last_seq) WHERE state <> 'Done';
DROP INDEX order_sagas_open;
