-- How far duties that look at the journal from beside have come, by name.
CREATE TABLE journal_cursors (
    name  TEXT PRIMARY KEY,
    seq   INTEGER NOT NULL                  -- the entries up to here were looked at
) STRICT, WITHOUT ROWID;

-- Incident briefs that were made by themselves. Their text is made once: whoever reads one later reads what was known then.
CREATE TABLE briefs (
    brief_id  TEXT PRIMARY KEY,
    alert     TEXT NOT NULL,
    at        TEXT NOT NULL,
    document  TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX briefs_alert ON briefs (alert, at);

-- What people ask for after an incident, among everything else that happens.
CREATE INDEX journal_events ON journal (seq) WHERE kind IN ('AlertRaised', 'BreakRaised', 'BreakResolved', 'BriefMade', 'HaltFileChanged', 'Halted', 'LimitsChanged', 'MarketStatusChanged', 'RestoredStateEnded',
            'Resumed', 'SessionOverridesChanged', 'StrategyDemoted', 'StrategyPromoted', 'ThrottleOpened', 'ThrottleShut');
