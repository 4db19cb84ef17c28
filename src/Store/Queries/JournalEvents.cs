namespace Pipeline.Store.Queries;

/// <summary>The rare entries of the journal that people ask for: an index of their own finds them among everything else.</summary>
public static class JournalEvents
{
    /// <summary>The condition, in the words of the index journal_events of 0069_venue_pause_ends.sql.</summary>
    public const string Kinds =
        """
        kind IN ('AlertRaised', 'BreakRaised', 'BreakResolved', 'BriefMade', 'HaltFileChanged', 'Halted', 'LimitsChanged', 'MarketStatusChanged', 'RestoredStateEnded',
            'Resumed', 'SessionOverridesChanged', 'StrategyDemoted', 'StrategyPromoted', 'ThrottleOpened', 'ThrottleShut', 'VenuePauseEnded')
        """;
}
