-- The trace an intent began in, where traces are exported: whatever happens to its orders later, by whichever process, goes on in it.
CREATE TABLE traces (
    intent_id     TEXT PRIMARY KEY,
    trace_parent  TEXT NOT NULL             -- W3C traceparent
) STRICT, WITHOUT ROWID;
