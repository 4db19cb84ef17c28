namespace Pipeline.Store.Queries;

/// <summary>The rare entries of the journal that people ask for: an index of their own finds them among everything else.</summary>
public static class JournalEvents
{
    /// <summary>The condition, in the words of the index journal_events of 0070_index_conditions.sql.</summary>
    public const string Kinds =
        """
        (kind = 'AlertRaised' OR kind = 'BreakRaised' OR kind = 'BreakResolved' OR kind = 'BriefMade' OR kind = 'HaltFileChanged' OR kind = 'Halted'
            OR kind = 'LimitsChanged' OR kind = 'MarketStatusChanged' OR kind = 'RestoredStateEnded' OR kind = 'Resumed' OR kind = 'SessionOverridesChanged' OR kind = 'StrategyDemoted'
            OR kind = 'StrategyPromoted' OR kind = 'ThrottleOpened' OR kind = 'ThrottleShut' OR kind = 'VenuePauseEnded')
        """;
}
