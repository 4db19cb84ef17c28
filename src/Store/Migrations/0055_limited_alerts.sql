-- Alerts that whoever is let in can cause as often as it likes: how many of a minute were told, and how many only counted.
CREATE TABLE limited_alerts (
    code    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    since   TEXT NOT NULL,               -- when the minute began
    told    INTEGER NOT NULL,
    untold  INTEGER NOT NULL,            -- counted, and told of with the next minute's
    PRIMARY KEY (code, scope)
) STRICT, WITHOUT ROWID;
