-- Where the account that is served was served last. A venue has the same names at its paper and at its live address, and other orders.
ALTER TABLE reconciliations ADD COLUMN endpoint TEXT;
