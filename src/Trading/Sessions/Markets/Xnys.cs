using System.Collections.Immutable;
using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Pipeline.Trading.Sessions.Observance;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// The core session of the New York Stock Exchange, 2000 to 2035. Holidays and early closes follow NYSE Rule 7.2 and the holidays
/// the NYSE Group publishes (2025 to 2028); years after those are the rules carried on. Until 2023-01-13 the rules agree, day by day,
/// with the sessions of the open source exchange_calendars, but for the hours <see cref="XnysOneOffs.Hours"/> gives single days.
/// An early close is that of the core session: eligible options trade on until 13:15. Trading before the open begins at 04:00 and trading
/// after the close ends at 20:00, at 17:00 on a day that closes early (NYSE Arca's sessions, as NYSE Group publishes them with its holidays).
/// The opening auction takes its last order at 09:28, the closing one ten minutes before the close (NYSE Rule 7.35).
/// </summary>
public static class Xnys
{
    private static readonly LocalTime EarlyClose = new(13, 0);
    private static readonly YearlyDate Thanksgiving = new YearlyDate.NthWeekday(4, Thursday, 11);

    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = new()
    {
        Market = "XNYS",
        Zone = DateTimeZoneProviders.Tzdb["America/New_York"],
        Range = new DateInterval(new LocalDate(2000, 1, 1), new LocalDate(2035, 12, 31)),
        RegularHours = new TradingHours(new LocalTime(9, 30), new LocalTime(16, 0)),
        Extended = Extended(closingCutoff: TimeSpan.FromMinutes(10)),
        Holidays = Holidays(),
        YearlyHours = YearlyHours(),
        OneOffClosures = XnysOneOffs.Closures,
        OneOffHours = XnysOneOffs.Hours,
    };

    /// <summary>Trading around the core session, which the exchanges of the United States differ in by their closing auctions alone.</summary>
    internal static ExtendedHours Extended(TimeSpan closingCutoff) =>
        new(new LocalTime(4, 0), new LocalTime(20, 0), new LocalTime(17, 0), TimeSpan.FromMinutes(2), closingCutoff);

    private static ImmutableArray<HolidayRule> Holidays() =>
    [
        // Rule 7.2 keeps a Friday open that ends an accounting year, so a New Year's Day on a Saturday is not made good.
        new("New Year's Day", new YearlyDate.Fixed(1, 1), SundayToMonday, Years.All),
        new("Martin Luther King Jr. Day", new YearlyDate.NthWeekday(3, Monday, 1), OnTheDay, Years.Since(1998)),
        new("Washington's Birthday", new YearlyDate.NthWeekday(3, Monday, 2), OnTheDay, Years.All),
        new("Good Friday", new YearlyDate.EasterSunday().Plus(-2), OnTheDay, Years.All),
        new("Memorial Day", new YearlyDate.LastWeekday(Monday, 5), OnTheDay, Years.All),
        new("Juneteenth", new YearlyDate.Fixed(6, 19), NearestWeekday, Years.Since(2022)),
        new("Independence Day", new YearlyDate.Fixed(7, 4), NearestWeekday, Years.All),
        new("Labor Day", new YearlyDate.NthWeekday(1, Monday, 9), OnTheDay, Years.All),
        new("Thanksgiving Day", Thanksgiving, OnTheDay, Years.All),
        new("Christmas Day", new YearlyDate.Fixed(12, 25), NearestWeekday, Years.All),
    ];

    /// <remarks>
    /// The weekdays keep the day before an observed holiday a full one: when Independence Day is a Saturday, neither Friday 3 July
    /// (the holiday) nor Thursday 2 July closes early; when Christmas Day is a Sunday, Friday 23 December is full.
    /// </remarks>
    private static ImmutableArray<HoursRule> YearlyHours()
    {
        var dayBefore = Early("day before Independence Day");
        return
        [
            new(new YearlyDate.Fixed(7, 3), [Monday, Tuesday, Thursday], Years.All, dayBefore),

            // Until 2012 an Independence Day on a Thursday shortened the Friday after it; since then, the Wednesday before.
            new(new YearlyDate.Fixed(7, 5), [Friday], Years.Until(2012), Early("day after Independence Day")),
            new(new YearlyDate.Fixed(7, 3), [Wednesday], Years.Since(2013), dayBefore),

            new(Thanksgiving.Plus(1), [Friday], Years.All, Early("day after Thanksgiving Day")),
            new(new YearlyDate.Fixed(12, 24), [Monday, Tuesday, Wednesday, Thursday], Years.All, Early("Christmas Eve")),
        ];
    }

    private static HoursChange Early(string name) => new(name) { Close = EarlyClose };
}
