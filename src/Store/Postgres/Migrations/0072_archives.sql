-- The stories of orders that are long over, moved into files (docs/store.md). A row is a batch: where it lies in its file, and what of it stays here. Never changed.
CREATE TABLE archive_batches (
    batch      bigint PRIMARY KEY,
    seq        bigint NOT NULL UNIQUE,                        -- of its journal entry OrdersArchived, which has the hashes: so the chain covers them
    first_seq  bigint NOT NULL,                               -- the first of its records
    last_seq   bigint NOT NULL,                               -- the last of them; others lie between
    file       text NOT NULL,                                 -- the file's name, without its folder
    at_byte    bigint NOT NULL,                               -- where the batch begins in it
    bytes      bigint NOT NULL,
    records    bytea NOT NULL,                                -- the sequence of each record that was taken out of the journal (8 bytes, big-endian)
    entries    bytea NOT NULL                                 -- those of them that the ledger is made of: JSON lines, gzip
);
CREATE INDEX archive_batches_range ON archive_batches (first_seq, last_seq);
CREATE TRIGGER archive_batches_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_batches EXECUTE FUNCTION refuse_change('archive batches are append-only');

ALTER TABLE orders ADD COLUMN archived_in bigint;

-- What the transaction that archives takes out of the journal; empty after it.
CREATE TABLE archiving (
    seq bigint PRIMARY KEY
);
CREATE FUNCTION refuse_unless_archiving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM archiving WHERE seq = OLD.seq) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER journal_is_append_only ON journal;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR TRUNCATE ON journal EXECUTE FUNCTION refuse_change('the journal is append-only');
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_unless_archiving('the journal is append-only');
