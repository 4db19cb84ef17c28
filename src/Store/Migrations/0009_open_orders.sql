-- The open orders by symbol: whose quotes are wanted is asked every second, and the orders are compared with the venue's in pages.
DROP INDEX orders_at_venue;
CREATE INDEX orders_open ON orders (venue, account, symbol, seq)
    WHERE ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied');
