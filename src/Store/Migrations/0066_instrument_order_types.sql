-- The order types that a venue takes in a symbol, in the order of their names and separated by blanks, where it states them. NULL is any.
ALTER TABLE instruments ADD COLUMN order_types TEXT NULL;
