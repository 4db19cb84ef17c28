-- SQLite builds a table of its own for a condition IN more than two words, at every write that asks whether a row belongs into the index. Spelled out, each
-- word is one comparison: an entry of the journal was written in half the time.
DROP INDEX journal_events;
CREATE INDEX journal_events ON journal (seq) WHERE (kind = 'AlertRaised' OR kind = 'BreakRaised' OR kind = 'BreakResolved' OR kind = 'BriefMade' OR kind = 'HaltFileChanged' OR kind = 'Halted'
    OR kind = 'LimitsChanged' OR kind = 'MarketStatusChanged' OR kind = 'RestoredStateEnded' OR kind = 'Resumed' OR kind = 'SessionOverridesChanged' OR kind = 'StrategyDemoted'
    OR kind = 'StrategyPromoted' OR kind = 'ThrottleOpened' OR kind = 'ThrottleShut' OR kind = 'VenuePauseEnded');
DROP INDEX orders_open;
CREATE INDEX orders_open ON orders (venue, account, symbol, seq)
    WHERE ord_status <> 'filled' AND ord_status <> 'canceled' AND ord_status <> 'replaced' AND ord_status <> 'rejected' AND ord_status <> 'expired' AND ord_status <> 'denied';
DROP INDEX executions_symbol;
CREATE INDEX executions_symbol ON executions (account, symbol) WHERE (exec_type = 'trade' OR exec_type = 'trade_correct' OR exec_type = 'trade_cancel');
