-- When a scope was released last: what trips by itself counts from here on.
CREATE TABLE resumptions (
    scope  TEXT PRIMARY KEY,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What an account was worth at the first look of its day, or after the last release since.
CREATE TABLE opening_equities (
    venue    TEXT NOT NULL,
    account  TEXT NOT NULL,
    day      TEXT NOT NULL,
    equity   TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (venue, account)
) STRICT, WITHOUT ROWID;
