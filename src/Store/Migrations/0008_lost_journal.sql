-- A restored store goes on with journal sequences that the lost one can't have used: what it had told bears one of those between.
ALTER TABLE restorations ADD COLUMN lost_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE restorations ADD COLUMN goes_on_after INTEGER NOT NULL DEFAULT 0;
