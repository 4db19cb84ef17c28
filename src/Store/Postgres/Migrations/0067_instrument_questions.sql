-- Whether a venue takes parts of a share, and short sales, in a symbol: 1, 0, or NULL where it does not state it.
ALTER TABLE instruments ADD COLUMN fractions bigint;
ALTER TABLE instruments ADD COLUMN sells_short bigint;

-- The symbols that an order has needed a venue's statement of. Only these are asked for: some venues answer one symbol a call.
CREATE TABLE instrument_questions (
    venue   text NOT NULL,
    symbol  text NOT NULL,
    PRIMARY KEY (venue, symbol)
);

INSERT INTO instrument_questions (venue, symbol) SELECT venue, symbol FROM instruments;
