using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// The calendar of a market that keeps hours and holidays, worked out from its <see cref="MarketDefinition"/>.
/// A year is worked out when it is first asked about and kept; an instant in session is answered without allocating.
/// A changed definition is a new calendar.
/// </summary>
public sealed class RuleCalendar : ISessionCalendar
{
    private readonly MarketDefinition _market;
    private readonly Lazy<MarketYear>[] _years;
    private readonly DateTimeOffset _begins;
    private readonly DateTimeOffset _ends;
    private readonly SessionStatus.Unknown _outside;

    /// <summary>The calendar of <paramref name="market"/>.</summary>
    public RuleCalendar(MarketDefinition market)
    {
        _market = market;
        var (first, last) = (market.Range.Start, market.Range.End);
        _years = [.. Enumerable.Range(first.Year, last.Year - first.Year + 1)
            .Select(year => new Lazy<MarketYear>(() => new MarketYear(market, year)))];
        _begins = first.AtStartOfDayInZone(market.Zone).ToInstant().ToDateTimeOffset();
        _ends = last.PlusDays(1).AtStartOfDayInZone(market.Zone).ToInstant().ToDateTimeOffset();
        _outside = new($"{market.Market} is known from {first:uuuu-MM-dd} to {last:uuuu-MM-dd} only");
    }

    /// <inheritdoc/>
    public string Market => _market.Market;

    /// <inheritdoc/>
    public string Zone => _market.Zone.Id;

    /// <inheritdoc/>
    public DateOnly First => _market.Range.Start.ToDateOnly();

    /// <inheritdoc/>
    public DateOnly Last => _market.Range.End.ToDateOnly();

    /// <inheritdoc/>
    public bool HasBreaks => _market.HasBreaks;

    /// <inheritdoc/>
    public SessionStatus At(DateTimeOffset instant)
    {
        if (instant < _begins || instant >= _ends)
        {
            return _outside;
        }

        var today = DayOf(instant);
        return FirstFrom(today, instant, static (session, at) => at < session.Close) switch
        {
            { Session.Open: var open } day when open <= instant => day.During(instant),
            var next => new SessionStatus.Closed(next?.Session?.Open, Day(today).WhyClosedAt(instant)),
        };
    }

    /// <inheritdoc/>
    /// <remarks>Null outside the calendar's range as well.</remarks>
    public TradingSession? On(DateOnly date)
    {
        var day = LocalDate.FromDateOnly(date);
        return _market.Range.Contains(day) ? Day(day).Session : null;
    }

    /// <inheritdoc/>
    public TradingSession? NotOverAt(DateTimeOffset instant) =>
        instant < _begins || instant >= _ends ? null : FirstFrom(DayOf(instant), instant, static (session, at) => at < session.End)?.Session;

    private LocalDate DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_market.Zone).Date;

    // A session closes on its own trading day but may open the evening before, so the one that is on, or comes next, is the first
    // from today that is not over.
    private MarketDay? FirstFrom(LocalDate today, DateTimeOffset instant, Func<TradingSession, DateTimeOffset, bool> isNotOver)
    {
        for (var date = today; date <= _market.Range.End; date = date.PlusDays(1))
        {
            var day = Day(date);
            if (day.Session is { } session && isNotOver(session, instant))
            {
                return day;
            }
        }

        return null;
    }

    private MarketDay Day(LocalDate date) => _years[date.Year - _market.Range.Start.Year].Value[date];
}
