using System.Collections.Immutable;
using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// Everything a <see cref="RuleCalendar"/> knows about a market: data, no code. Saturdays and Sundays are never trading days.
/// On one day the first of these that applies wins: weekend, one-off closure, holiday, one-off hours, yearly hours, regular hours.
/// </summary>
public sealed record MarketDefinition
{
    /// <summary>ISO 10383 market identifier.</summary>
    public required string Market { get; init; }

    /// <summary>The zone of the market's clock.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The trading days the definition speaks for, both ends included; it says nothing about any other.</summary>
    public required DateInterval Range { get; init; }

    /// <summary>The hours of a day without anything special.</summary>
    public required TradingHours RegularHours { get; init; }

    /// <summary>Full-day closures that come back every year.</summary>
    public ImmutableArray<HolidayRule> Holidays { get; init; } = [];

    /// <summary>Early closes and the like that come back every year.</summary>
    public ImmutableArray<HoursRule> YearlyHours { get; init; } = [];

    /// <summary>Full-day closures that happened, or will happen, once; with their occasion.</summary>
    public ImmutableDictionary<LocalDate, string> OneOffClosures { get; init; } = ImmutableDictionary<LocalDate, string>.Empty;

    /// <summary>Late opens, odd closes and the like that happened once.</summary>
    public ImmutableDictionary<LocalDate, HoursChange> OneOffHours { get; init; } = ImmutableDictionary<LocalDate, HoursChange>.Empty;
}
