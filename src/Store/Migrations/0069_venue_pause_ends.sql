-- Times at which an operator has ended what keeps calls from a venue. Each process that calls it hears of them here.
CREATE TABLE venue_pause_ends (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    venue  TEXT NOT NULL,
    at     TEXT NOT NULL                    -- by the machine's clock
) STRICT;

-- With it, what people ask for after an incident.
DROP INDEX journal_events;
CREATE INDEX journal_events ON journal (seq) WHERE kind IN ('AlertRaised', 'BreakRaised', 'BreakResolved', 'BriefMade', 'HaltFileChanged', 'Halted', 'LimitsChanged', 'MarketStatusChanged', 'RestoredStateEnded',
            'Resumed', 'SessionOverridesChanged', 'StrategyDemoted', 'StrategyPromoted', 'ThrottleOpened', 'ThrottleShut', 'VenuePauseEnded');
