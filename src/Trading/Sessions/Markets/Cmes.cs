using System.Collections.Immutable;
using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Pipeline.Trading.Sessions.Observance;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// Equity index futures on CME Globex, 2020 to 2030. A session opens at 17:00 Chicago time on the evening before its trading day and closes
/// at 16:00; the hour until the next one is the daily maintenance. Until 2021-06-25 trading also paused from 15:15 to 15:30.
/// On holidays of the United States it halts at 12:00 and opens again at 17:00: the calendar shows the day as a session that ends early,
/// CME clears it with the next trading day. Days on which the stock exchanges close early end at 12:15. On Good Friday there is no session,
/// or one until 08:15 where the employment report is published that day. CME publishes these hours before each holiday, in its holiday
/// calendar; those from 2020 to 2026 are compared with the market hours of the open source LEAN (whose database leaves out the early
/// closes of 2023-07-03, 2024-07-03 and 2024-11-29), years after them are the rules carried on.
/// </summary>
public static class Cmes
{
    /// <summary>Years in which the employment report comes on Good Friday, the first Friday of April; 2029's and 2030's come on another day.</summary>
    private static readonly int[] ReportOnGoodFriday = [2021, 2023, 2026];

    private static readonly YearlyDate Thanksgiving = new YearlyDate.NthWeekday(4, Thursday, 11);
    private static readonly IsoDayOfWeek[] Weekdays = [Monday, Tuesday, Wednesday, Thursday, Friday];

    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = new()
    {
        Market = "CMES",
        Zone = DateTimeZoneProviders.Tzdb["America/Chicago"],
        Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)),
        RegularHours = Hours(pause: null),
        FormerHours = [new(new LocalDate(2021, 6, 27), Hours(new BreakHours(new LocalTime(15, 15), new LocalTime(15, 30))))],
        Holidays =
        [
            new("New Year's Day", new YearlyDate.Fixed(1, 1), SundayToMonday, Years.All),
            new("Good Friday", new YearlyDate.EasterSunday().Plus(-2), OnTheDay, Years.All) { ExceptYears = ReportOnGoodFriday },
            new("Christmas Day", new YearlyDate.Fixed(12, 25), NearestWeekday, Years.All),
        ],
        YearlyHours = [.. Halts(), .. EarlyCloses()],
        OneOffHours = ReportOnGoodFriday.Select(year => new YearlyDate.EasterSunday().Plus(-2).In(year))
            .ToImmutableDictionary(date => date, _ => new HoursChange("Good Friday with employment report") { Close = new LocalTime(8, 15) })
            .Add(new(2025, 1, 9), new("mourning for President Carter") { Close = new LocalTime(8, 30) }),
    };

    private static TradingHours Hours(BreakHours? pause) => new(new LocalTime(17, 0), new LocalTime(16, 0)) { OpensTheDayBefore = true, Break = pause };

    private static IEnumerable<HoursRule> Halts() =>
    [
        Halt("Martin Luther King Jr. Day", new YearlyDate.NthWeekday(3, Monday, 1)),
        Halt("Washington's Birthday", new YearlyDate.NthWeekday(3, Monday, 2)),
        Halt("Memorial Day", new YearlyDate.LastWeekday(Monday, 5)),
        .. Observed("Juneteenth", 6, 19, Years.Since(2022)),
        .. Observed("Independence Day", 7, 4, Years.All),
        Halt("Labor Day", new YearlyDate.NthWeekday(1, Monday, 9)),
        Halt("Thanksgiving Day", Thanksgiving),
    ];

    // A Saturday is observed on the Friday, a Sunday on the Monday.
    private static HoursRule[] Observed(string name, int month, int day, Years years) =>
    [
        new(new YearlyDate.Fixed(month, day), Weekdays, years, At(12, 0, name)),
        new(new YearlyDate.Fixed(month, day).Plus(-1), [Friday], years, At(12, 0, name)),
        new(new YearlyDate.Fixed(month, day).Plus(1), [Monday], years, At(12, 0, name)),
    ];

    private static HoursRule Halt(string name, YearlyDate date) => new(date, Weekdays, Years.All, At(12, 0, name));

    private static IEnumerable<HoursRule> EarlyCloses() =>
    [
        new(new YearlyDate.Fixed(7, 3), [Monday, Tuesday, Wednesday, Thursday], Years.All, At(12, 15, "day before Independence Day")),
        new(Thanksgiving.Plus(1), [Friday], Years.All, At(12, 15, "day after Thanksgiving Day")),
        new(new YearlyDate.Fixed(12, 24), [Monday, Tuesday, Wednesday, Thursday], Years.All, At(12, 15, "Christmas Eve")),
    ];

    private static HoursChange At(int hour, int minute, string name) => new(name) { Close = new LocalTime(hour, minute) };
}
