using System.Collections.Immutable;
using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// Everything a <see cref="RuleCalendar"/> knows about a market: data, no code. Saturdays and Sundays are never trading days.
/// On one day the first of these that applies wins: weekend, one-off closure, holiday, one-off hours, yearly hours, regular hours.
/// </summary>
public sealed record MarketDefinition
{
    /// <summary>ISO 10383 market identifier, or a name that is in common use where the exchange's own one says too little.</summary>
    public required string Market { get; init; }

    /// <summary>The zone of the market's clock.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The trading days the definition speaks for, both ends included; it says nothing about any other.</summary>
    public required DateInterval Range { get; init; }

    /// <summary>The hours of a day without anything special.</summary>
    public required TradingHours RegularHours { get; init; }

    /// <summary>The regular hours of former times, the earliest first.</summary>
    public ImmutableArray<FormerHours> FormerHours { get; init; } = [];

    /// <summary>When it trades, or collects for its auctions, outside the core session; null where that is not stated.</summary>
    public ExtendedHours? Extended { get; init; }

    /// <summary>Full-day closures that come back every year.</summary>
    public ImmutableArray<HolidayRule> Holidays { get; init; } = [];

    /// <summary>Whether a weekday between two holidays is a holiday itself, as the law of Japan has it.</summary>
    public bool ClosesBetweenHolidays { get; init; }

    /// <summary>Early closes and the like that come back every year.</summary>
    public ImmutableArray<HoursRule> YearlyHours { get; init; } = [];

    /// <summary>Full-day closures that happened, or will happen, once; with their occasion.</summary>
    public ImmutableDictionary<LocalDate, string> OneOffClosures { get; init; } = ImmutableDictionary<LocalDate, string>.Empty;

    /// <summary>Late opens, odd closes and the like that happened once.</summary>
    public ImmutableDictionary<LocalDate, HoursChange> OneOffHours { get; init; } = ImmutableDictionary<LocalDate, HoursChange>.Empty;

    /// <summary>Whether its regular hours have a break, now or in former times.</summary>
    public bool HasBreaks => RegularHours.Break is not null || FormerHours.Any(former => former.Hours.Break is not null);

    /// <summary>The regular hours as they were, or are, on a day.</summary>
    public TradingHours RegularHoursOn(LocalDate date) => FormerHours.FirstOrDefault(former => date <= former.Until)?.Hours ?? RegularHours;
}
