namespace Pipeline.Trading.Sessions;

/// <summary>Picks the calendar a symbol trades by.</summary>
/// <param name="Equities">The calendar of everything that is not a pair.</param>
/// <param name="Pairs">The calendar of pairs such as <c>BTC/USD</c>.</param>
public sealed record SessionCalendars(ISessionCalendar Equities, ISessionCalendar Pairs)
{
    /// <summary>US equities on the NYSE's hours, which Nasdaq keeps as well; crypto pairs around the clock.</summary>
    public static SessionCalendars Default { get; } = new(new RuleCalendar(Xnys.Definition), new AlwaysOpenCalendar());

    /// <summary>The calendar of <paramref name="symbol"/>: a slash makes it a pair (<c>BTC/USD</c>); <c>BRK.B</c> is a share.</summary>
    public ISessionCalendar For(string symbol) => symbol.Contains('/') ? Pairs : Equities;

    /// <summary>Whether a symbol's market is known to be in session.</summary>
    public bool IsOpen(string symbol, DateTimeOffset instant) => For(symbol).At(instant) is SessionStatus.Open;

    /// <summary>When a day order taken at an instant expires: at the close of the session that is on, or of the next one; null when neither is known.</summary>
    public DateTimeOffset? CloseFor(string symbol, DateTimeOffset instant)
    {
        var calendar = For(symbol);
        return calendar.At(instant) switch
        {
            SessionStatus.Open open => open.Session.Close,
            SessionStatus.Closed { NextOpen: { } next } when calendar.At(next) is SessionStatus.Open opening => opening.Session.Close,
            _ => null,
        };
    }
}
