using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>The hours of a core session on the market's own clock.</summary>
/// <param name="Open">When it opens.</param>
/// <param name="Close">When it closes, on the trading day itself.</param>
public sealed record TradingHours(LocalTime Open, LocalTime Close)
{
    /// <summary>The pause inside the session, if the market makes one.</summary>
    public BreakHours? Break { get; init; }

    /// <summary>Whether a session opens on the evening before its trading day, as futures markets do.</summary>
    public bool OpensTheDayBefore { get; init; }
}

/// <summary>A pause inside a session on the market's own clock.</summary>
public sealed record BreakHours(LocalTime Start, LocalTime End);

/// <summary>Regular hours of former times.</summary>
/// <param name="Until">The last day they were kept.</param>
/// <param name="Hours">The hours.</param>
public sealed record FormerHours(LocalDate Until, TradingHours Hours);

/// <summary>When a market trades before and after its core session, and until when its auctions take orders.</summary>
/// <param name="Open">When trading before the core session begins.</param>
/// <param name="Close">When trading after it ends on a day with regular hours.</param>
/// <param name="CloseAfterEarlyClose">When it ends on a day that closes early.</param>
/// <param name="OpeningCutoff">How long before the open the opening auction takes its last order.</param>
/// <param name="ClosingCutoff">How long before the close the closing auction takes its last order.</param>
public sealed record ExtendedHours(LocalTime Open, LocalTime Close, LocalTime CloseAfterEarlyClose, TimeSpan OpeningCutoff, TimeSpan ClosingCutoff);

/// <summary>What is different about the hours of one day; what is null stays as it is.</summary>
/// <param name="Name">The occasion.</param>
public sealed record HoursChange(string Name)
{
    /// <summary>The hour of the open.</summary>
    public LocalTime? Open { get; init; }

    /// <summary>The hour of the close.</summary>
    public LocalTime? Close { get; init; }

    /// <summary>The break.</summary>
    public BreakHours? Break { get; init; }

    /// <summary>This change on top of another one, which stays where this one says nothing.</summary>
    public HoursChange On(HoursChange? other) =>
        this with { Open = Open ?? other?.Open, Close = Close ?? other?.Close, Break = Break ?? other?.Break };

    /// <summary>The hours of the day this change applies to.</summary>
    public TradingHours ApplyTo(TradingHours hours) => hours with
    {
        Open = Open ?? hours.Open,
        Close = Close ?? hours.Close,
        Break = Break ?? hours.Break,
    };
}

/// <summary>Different hours that come back every year, such as an early close on Christmas Eve.</summary>
/// <param name="Date">The day of the year.</param>
/// <param name="Weekdays">The weekdays on which it matters: the day before an observed holiday, for example, often does not.</param>
/// <param name="Years">The years in which the rule is in force.</param>
/// <param name="Change">What is different.</param>
public sealed record HoursRule(YearlyDate Date, IReadOnlyList<IsoDayOfWeek> Weekdays, Years Years, HoursChange Change)
{
    /// <summary>The day of <paramref name="year"/> the rule changes, or null when it changes none.</summary>
    public LocalDate? In(int year) =>
        Years.Include(year) && Date.In(year) is var date && Weekdays.Contains(date.DayOfWeek) ? date : null;
}
