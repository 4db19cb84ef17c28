-- A hash over each seal and all before it, so that its time and its count are covered too. Seals from before have none.
ALTER TABLE audit_seals ADD COLUMN hash BLOB NULL;
