-- In a restored store the venue is asked about an order before anything is decided about it, as about a claim: the restoration
-- that asked. Null for a claim that this store itself has made to send.
ALTER TABLE claims ADD COLUMN restoration INTEGER NULL;
