-- When a venue last answered a question for quotes, whatever it quoted: an order that lacks a quote can tell a symbol that nobody quotes from a venue that says nothing.
CREATE TABLE quote_answers (
    venue  text NOT NULL PRIMARY KEY,
    at     text NOT NULL
);
