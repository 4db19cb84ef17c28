-- How many calls were compared of a version of an adapter in the shadow: without it nothing that differs looks like nothing that was compared.
CREATE TABLE adapter_comparisons (
    works    TEXT NOT NULL,
    shadow   TEXT NOT NULL,
    calls    INTEGER NOT NULL,
    last_at  TEXT NOT NULL,
    PRIMARY KEY (works, shadow)
) STRICT;
