-- The stories of orders that are long over, moved into files (docs/store.md). A row is a batch: where it lies in its file, and what of it stays here. Never changed.
CREATE TABLE archive_batches (
    batch      INTEGER PRIMARY KEY,
    seq        INTEGER NOT NULL UNIQUE,    -- of its journal entry OrdersArchived, which has the hashes: so the chain covers them
    first_seq  INTEGER NOT NULL,           -- the first of its records
    last_seq   INTEGER NOT NULL,           -- the last of them; others lie between
    file       TEXT NOT NULL,              -- the file's name, without its folder
    at_byte    INTEGER NOT NULL,           -- where the batch begins in it
    bytes      INTEGER NOT NULL,
    records    BLOB NOT NULL,              -- the sequence of each record that was taken out of the journal (8 bytes, big-endian)
    entries    BLOB NOT NULL               -- those of them that the ledger is made of: JSON lines, gzip
) STRICT;
CREATE INDEX archive_batches_range ON archive_batches (first_seq, last_seq);
CREATE TRIGGER archive_batches_are_append_only_update BEFORE UPDATE ON archive_batches BEGIN SELECT RAISE(ABORT, 'archive batches are append-only'); END;
CREATE TRIGGER archive_batches_are_append_only_delete BEFORE DELETE ON archive_batches BEGIN SELECT RAISE(ABORT, 'archive batches are append-only'); END;

ALTER TABLE orders ADD COLUMN archived_in INTEGER NULL;    -- the batch that has its story

-- What the transaction that archives takes out of the journal; empty after it.
CREATE TABLE archiving (
    seq INTEGER PRIMARY KEY
) STRICT;
DROP TRIGGER journal_is_append_only_delete;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal WHEN NOT EXISTS (SELECT 1 FROM archiving WHERE seq = OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
