using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>One day of a market, worked out: its session if it has one, and the words for every reason it may be closed.</summary>
internal sealed class MarketDay
{
    private readonly SessionStatus.Open? _open;
    private readonly string _beforeOpen;
    private readonly string _duringBreak;
    private readonly string _afterClose;

    private MarketDay(SessionStatus.Open? open, string beforeOpen, string duringBreak, string afterClose)
    {
        _open = open;
        _beforeOpen = beforeOpen;
        _duringBreak = duringBreak;
        _afterClose = afterClose;
    }

    public TradingSession? Session => _open?.Session;

    /// <summary>A day without a session.</summary>
    public static MarketDay Closed(string reason) => new(null, reason, reason, reason);

    /// <summary>A day with a session: the regular hours, or what a change makes of them.</summary>
    public static MarketDay Trading(LocalDate date, MarketDefinition market, HoursChange? change)
    {
        var regular = market.RegularHoursOn(date);
        var hours = change?.ApplyTo(regular) ?? regular;
        var open = Utc(hours.OpensTheDayBefore ? date.PlusDays(-1) : date, hours.Open);
        var close = Utc(date, hours.Close);
        var closesEarly = hours.Close < regular.Close;
        var session = new TradingSession(date.ToDateOnly(), open, close)
        {
            // A session cut short before its break, a half day without an afternoon, has none, nor has one that opens after it.
            Break = hours.Break is { } pause && pause.End < hours.Close && open < Utc(date, pause.Start) ? new(Utc(date, pause.Start), Utc(date, pause.End)) : null,
            Occasion = change?.Name,
            Extended = market.Extended is { } extended
                ? new(
                    Utc(date, extended.Open), Utc(date, closesEarly ? extended.CloseAfterEarlyClose : extended.Close),
                    open - extended.OpeningCutoff, close - extended.ClosingCutoff)
                : null,
        };
        return new(
            new SessionStatus.Open(session),
            hours.Open > regular.Open ? $"before late open: {change?.Name}" : "before open",
            change?.Break is null ? "break" : $"break: {change.Name}",
            closesEarly ? $"after early close: {change?.Name}" : "after close");

        // Markets do not open or close in the hour a clock change skips or repeats; leniency only keeps this total.
        DateTimeOffset Utc(LocalDate day, LocalTime time) =>
            day.At(time).InZoneLeniently(market.Zone).ToInstant().ToDateTimeOffset();
    }

    /// <summary>The status at an instant of this day's session, from its open to its close.</summary>
    public SessionStatus During(DateTimeOffset instant) =>
        Session?.Break is { } pause && pause.Start <= instant && instant < pause.End
            ? new SessionStatus.Closed(pause.End, _duringBreak)
            : _open ?? throw new InvalidOperationException("A day without a session has no instant during it.");

    /// <summary>Why the market is closed at an instant of this day that lies outside its session.</summary>
    public string WhyClosedAt(DateTimeOffset instant) => instant < Session?.Open ? _beforeOpen : _afterClose;
}
