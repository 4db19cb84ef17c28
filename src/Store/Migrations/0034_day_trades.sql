-- The trades of a day, for the limits of what a strategy may lose on it.
CREATE INDEX position_entries_at ON position_entries (account, at);
