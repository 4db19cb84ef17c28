-- Which overrides of market calendars were taken last, and which text was refused last, so that of several processes that read the same
-- file the first one alone records it.
CREATE TABLE session_overrides (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    refused TEXT
) STRICT;
INSERT INTO session_overrides (id, version) VALUES (1, 'none');
