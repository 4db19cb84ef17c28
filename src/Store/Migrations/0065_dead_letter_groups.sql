-- Groups of dead letters are counted by an index that has all that is told of them, in the order in which they are grouped: no row is looked at, and nothing sorted.
CREATE INDEX dead_letters_grouped ON dead_letters (state, group_id, symbol, first_at, last_at);
