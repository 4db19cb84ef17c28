namespace Pipeline.Trading.Sessions;

/// <summary>When a market trades. Pure: the same question has the same answer whenever and wherever it is asked.</summary>
public interface ISessionCalendar
{
    /// <summary>ISO 10383 market identifier, or a name in common use such as <c>24/7</c>.</summary>
    string Market { get; }

    /// <summary>The zone of the market's clock, as tzdb names it.</summary>
    string Zone { get; }

    /// <summary>The first trading day the calendar speaks for.</summary>
    DateOnly First { get; }

    /// <summary>The last trading day the calendar speaks for.</summary>
    DateOnly Last { get; }

    /// <summary>Whether its regular hours have a break, now or in former times.</summary>
    bool HasBreaks { get; }

    /// <summary>Says whether the market is in its core session at <paramref name="instant"/>, and when it next opens and closes.</summary>
    SessionStatus At(DateTimeOffset instant);

    /// <summary>The core session of one trading day, or null when the market is closed that day.</summary>
    TradingSession? On(DateOnly date);

    /// <summary>The first session that is not over at <paramref name="instant"/>, trading after its close included; null when none is known.</summary>
    TradingSession? NotOverAt(DateTimeOffset instant);
}

/// <summary>One core session.</summary>
/// <param name="Date">The trading day in the market's own zone.</param>
/// <param name="Open">First instant of the session, UTC.</param>
/// <param name="Close">First instant after it, UTC.</param>
public sealed record TradingSession(DateOnly Date, DateTimeOffset Open, DateTimeOffset Close)
{
    /// <summary>The pause inside the session, a lunch break for example; null when it runs through.</summary>
    public SessionBreak? Break { get; init; }

    /// <summary>Trading around the session and its auctions; null where the calendar does not state them.</summary>
    public SessionExtension? Extended { get; init; }

    /// <summary>What makes its hours other than the regular ones, for people; null when nothing does.</summary>
    public string? Occasion { get; init; }

    /// <summary>First instant after everything, UTC.</summary>
    public DateTimeOffset End => Extended is { } extended && extended.Close > Close ? extended.Close : Close;
}

/// <summary>Trading before and after a core session, and its auctions. All in UTC.</summary>
/// <param name="Open">First instant of trading before the open.</param>
/// <param name="Close">First instant after trading that follows the close.</param>
/// <param name="OpeningCutoff">First instant at which the opening auction takes no order any more.</param>
/// <param name="ClosingCutoff">First instant at which the closing auction takes no order any more.</param>
public sealed record SessionExtension(DateTimeOffset Open, DateTimeOffset Close, DateTimeOffset OpeningCutoff, DateTimeOffset ClosingCutoff);

/// <summary>A pause inside a core session, during which the market is closed.</summary>
/// <param name="Start">First instant of the break, UTC.</param>
/// <param name="End">First instant after it, UTC: the market trades again.</param>
public sealed record SessionBreak(DateTimeOffset Start, DateTimeOffset End);

/// <summary>What a calendar, or what it means for an order, says about one instant. A closed set.</summary>
public abstract record SessionStatus
{
    private SessionStatus()
    {
    }

    /// <summary>In session.</summary>
    /// <param name="Session">The session that is on.</param>
    public sealed record Open(TradingSession Session) : SessionStatus;

    /// <summary>Known to be closed.</summary>
    /// <param name="NextOpen">When the market next opens, or its break ends; null when that lies outside the calendar's range.</param>
    /// <param name="Reason">For people: <c>weekend</c>, <c>holiday: Thanksgiving Day</c>, <c>after close</c>, for example.</param>
    public sealed record Closed(DateTimeOffset? NextOpen, string Reason) : SessionStatus
    {
        /// <summary>The code that an order is held or denied with.</summary>
        public string Code { get; init; } = OrderSession.Closed;

        /// <summary>Whether the venue would keep the order for the next session.</summary>
        public bool IsKeptByVenue { get; init; }
    }

    /// <summary>No session takes such an order.</summary>
    /// <param name="Code">The code that it is denied with.</param>
    /// <param name="Reason">For people.</param>
    public sealed record NotTaken(string Code, string Reason) : SessionStatus;

    /// <summary>Outside the calendar's stated range. Unknown means closed.</summary>
    public sealed record Unknown(string Reason) : SessionStatus;
}
