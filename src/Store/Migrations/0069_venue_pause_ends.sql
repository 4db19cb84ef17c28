-- Times at which an operator has ended what keeps calls from a venue. Each process that calls it hears of them here.
CREATE TABLE venue_pause_ends (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    venue  TEXT NOT NULL,
    at     TEXT NOT NULL                    -- by the machine's clock
) STRICT;
