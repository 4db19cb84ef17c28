using System.Collections.Immutable;
using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Pipeline.Trading.Sessions.Observance;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// The auction trading of the Tokyo Stock Exchange, 2020 to 2030: 09:00 to 15:30 (15:00 until 2024-11-01) with a break from 11:30 to 12:30.
/// It is closed on the national holidays of Japan, among them those by the Act on National Holidays that a Sunday moves to the next free
/// day and that lie between two others, and from 31 December to 3 January. The rules agree, day by day and to the minute, with the sessions
/// of the open source exchange_calendars from 2020 to 2026, and with the equinoxes it has until 2030.
/// </summary>
public static class Xtks
{
    private static readonly BreakHours Lunch = new(new LocalTime(11, 30), new LocalTime(12, 30));

    /// <summary>Years whose holidays were moved for the Olympic Games.</summary>
    private static readonly int[] OlympicYears = [2020, 2021];

    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = new()
    {
        Market = "XTKS",
        Zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"],
        Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)),
        RegularHours = new TradingHours(new LocalTime(9, 0), new LocalTime(15, 30)) { Break = Lunch },
        FormerHours = [new(new LocalDate(2024, 11, 4), new TradingHours(new LocalTime(9, 0), new LocalTime(15, 0)) { Break = Lunch })],
        Holidays = [.. MarketHolidays(), .. NationalHolidays()],
        ClosesBetweenHolidays = true,
        OneOffClosures = new Dictionary<LocalDate, string>
        {
            [new(2020, 7, 23)] = "Marine Day, moved for the Olympic Games",
            [new(2020, 7, 24)] = "Sports Day, moved for the Olympic Games",
            [new(2020, 8, 10)] = "Mountain Day, moved for the Olympic Games",
            [new(2020, 10, 1)] = "failure of the trading system",
            [new(2021, 7, 22)] = "Marine Day, moved for the Olympic Games",
            [new(2021, 7, 23)] = "Sports Day, moved for the Olympic Games",
            [new(2021, 8, 9)] = "Mountain Day, moved for the Olympic Games",
        }.ToImmutableDictionary(),
    };

    // Days of the exchange, not of the law: no other day is closed for one that falls on a Sunday.
    private static ImmutableArray<HolidayRule> MarketHolidays() =>
    [
        new("New Year's Day", new YearlyDate.Fixed(1, 1), OnTheDay, Years.All),
        new("New Year's holiday", new YearlyDate.Fixed(1, 2), OnTheDay, Years.All),
        new("New Year's holiday", new YearlyDate.Fixed(1, 3), OnTheDay, Years.All),
        new("New Year's Eve", new YearlyDate.Fixed(12, 31), OnTheDay, Years.All),
    ];

    private static ImmutableArray<HolidayRule> NationalHolidays() =>
    [
        new("Coming of Age Day", new YearlyDate.NthWeekday(2, Monday, 1), OnTheDay, Years.All),
        new("National Foundation Day", new YearlyDate.Fixed(2, 11), SundayToNextFreeDay, Years.All),
        new("Emperor's Birthday", new YearlyDate.Fixed(2, 23), SundayToNextFreeDay, Years.All),
        new("Vernal Equinox Day", new YearlyDate.JapaneseEquinox(3), SundayToNextFreeDay, Years.All),
        new("Showa Day", new YearlyDate.Fixed(4, 29), SundayToNextFreeDay, Years.All),
        new("Constitution Memorial Day", new YearlyDate.Fixed(5, 3), SundayToNextFreeDay, Years.All),
        new("Greenery Day", new YearlyDate.Fixed(5, 4), SundayToNextFreeDay, Years.All),
        new("Children's Day", new YearlyDate.Fixed(5, 5), SundayToNextFreeDay, Years.All),
        new("Marine Day", new YearlyDate.NthWeekday(3, Monday, 7), OnTheDay, Years.All) { ExceptYears = OlympicYears },
        new("Mountain Day", new YearlyDate.Fixed(8, 11), SundayToNextFreeDay, Years.All) { ExceptYears = OlympicYears },
        new("Respect for the Aged Day", new YearlyDate.NthWeekday(3, Monday, 9), OnTheDay, Years.All),
        new("Autumnal Equinox Day", new YearlyDate.JapaneseEquinox(9), SundayToNextFreeDay, Years.All),
        new("Sports Day", new YearlyDate.NthWeekday(2, Monday, 10), OnTheDay, Years.All) { ExceptYears = OlympicYears },
        new("Culture Day", new YearlyDate.Fixed(11, 3), SundayToNextFreeDay, Years.All),
        new("Labor Thanksgiving Day", new YearlyDate.Fixed(11, 23), SundayToNextFreeDay, Years.All),
    ];
}
