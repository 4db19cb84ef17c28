-- Keys of strategies. A rotation adds a version; what proves a version is sealed with the master key, which is not in the store, and the
-- seal covers the other columns: a row that is changed here opens no door.
CREATE TABLE access_keys (
    key_id       TEXT NOT NULL,
    version      INTEGER NOT NULL,
    strategy_id  TEXT NOT NULL,
    kind         TEXT NOT NULL,             -- hmac, ed25519, bearer
    scopes       TEXT NOT NULL,             -- separated by spaces
    sealed       BLOB NOT NULL,
    fingerprint  TEXT NULL UNIQUE,          -- SHA-256 of a public key: one key is one strategy's
    created_at   TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    valid_until  TEXT NULL,                 -- the end of a rotated version's overlap
    revoked_at   TEXT NULL,
    PRIMARY KEY (key_id, version)
) STRICT, WITHOUT ROWID;

-- The webhook-ids of intents that were taken. One that comes again with another body is refused.
CREATE TABLE signed_intents (
    strategy_id  TEXT NOT NULL,
    webhook_id   TEXT NOT NULL,
    body_hash    TEXT NOT NULL,             -- SHA-256 of the bytes
    at           TEXT NOT NULL,
    PRIMARY KEY (strategy_id, webhook_id)
) STRICT, WITHOUT ROWID;
