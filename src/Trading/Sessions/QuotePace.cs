namespace Pipeline.Trading.Sessions;

/// <summary>
/// Whether the quotes of a symbol with an open order matter now. While its market is closed nothing is decided by them: an order that waits for
/// the open is checked anew there, one that rests at the venue trades no sooner, and what comes meanwhile asks for itself.
/// </summary>
public static class QuotePace
{
    /// <summary>
    /// So long before a market opens, or something is due about an order, quotes matter already: by then they must be there. Longer than any
    /// pause between two questions, so that none of them reaches beyond that moment.
    /// </summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    /// <summary>The pause between two questions where quotes do not matter: people may look at what positions are worth.</summary>
    public static readonly TimeSpan WhileClosed = TimeSpan.FromSeconds(30);

    /// <summary>Whether a market trades or is about to, before and after its core session too. Where nobody knows its hours it may.</summary>
    public static bool MayTrade(ISessionCalendar calendar, DateTimeOffset now) => MayTradeAt(calendar, now) || MayTradeAt(calendar, now + Ahead);

    /// <summary>The pause between two questions about a symbol.</summary>
    /// <param name="mayTrade">Whether its market trades or is about to.</param>
    /// <param name="isDueSoon">Whether one of its orders waits for a check, or will within <see cref="Ahead"/>.</param>
    /// <param name="interval">The pause where quotes matter.</param>
    public static TimeSpan Of(bool mayTrade, bool isDueSoon, TimeSpan interval) => mayTrade || isDueSoon || interval > WhileClosed ? interval : WhileClosed;

    private static bool MayTradeAt(ISessionCalendar calendar, DateTimeOffset instant) =>
        calendar.At(instant) is not SessionStatus.Closed || SessionPhases.At(calendar, instant) is SessionPhase.Pre or SessionPhase.Post;
}
