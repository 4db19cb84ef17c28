-- How each process that calls the venue sees the way to it. A process says so every few seconds; what is old is of one that has died, or that the store has not heard.
CREATE TABLE venue_views (
    process   text PRIMARY KEY,
    venue     text NOT NULL,
    said_at   text NOT NULL,                -- by the machine's clock
    document  text NOT NULL                 -- JSON
);
