using System.Collections.Immutable;
using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Pipeline.Trading.Sessions.Observance;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// Continuous trading of the London Stock Exchange, 2020 to 2030: 08:00 to 16:30, and until 12:30 on the last trading day before Christmas
/// Day and before New Year's Day. It is closed on the bank holidays of England and Wales, those of a single year among them. The rules agree,
/// day by day, with the sessions of the open source exchange_calendars from 2020 to 2023-09-12, which is as far as those were compared.
/// The opening auction before 08:00 and the closing auction after 16:30 are not part of it.
/// </summary>
public static class Xlon
{
    private static readonly HoursChange HalfDay = new("half day") { Close = new LocalTime(12, 30) };

    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = new()
    {
        Market = "XLON",
        Zone = DateTimeZoneProviders.Tzdb["Europe/London"],
        Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)),
        RegularHours = new TradingHours(new LocalTime(8, 0), new LocalTime(16, 30)),
        Holidays =
        [
            new("New Year's Day", new YearlyDate.Fixed(1, 1), WeekendToNextFreeDay, Years.All),
            new("Good Friday", new YearlyDate.EasterSunday().Plus(-2), OnTheDay, Years.All),
            new("Easter Monday", new YearlyDate.EasterSunday().Plus(1), OnTheDay, Years.All),
            new("Early May bank holiday", new YearlyDate.NthWeekday(1, Monday, 5), OnTheDay, Years.All) { ExceptYears = [2020] },
            new("Spring bank holiday", new YearlyDate.LastWeekday(Monday, 5), OnTheDay, Years.All) { ExceptYears = [2022] },
            new("Summer bank holiday", new YearlyDate.LastWeekday(Monday, 8), OnTheDay, Years.All),
            new("Christmas Day", new YearlyDate.Fixed(12, 25), WeekendToNextFreeDay, Years.All),
            new("Boxing Day", new YearlyDate.Fixed(12, 26), WeekendToNextFreeDay, Years.All),
        ],
        YearlyHours =
        [
            new(new YearlyDate.Fixed(12, 24).OrFridayBefore(), [Monday, Tuesday, Wednesday, Thursday, Friday], Years.All, HalfDay),
            new(new YearlyDate.Fixed(12, 31).OrFridayBefore(), [Monday, Tuesday, Wednesday, Thursday, Friday], Years.All, HalfDay),
        ],
        OneOffClosures = new Dictionary<LocalDate, string>
        {
            [new(2020, 5, 8)] = "75th anniversary of VE Day, for the early May bank holiday",
            [new(2022, 6, 2)] = "Spring bank holiday, moved",
            [new(2022, 6, 3)] = "Platinum Jubilee of Queen Elizabeth II",
            [new(2022, 9, 19)] = "funeral of Queen Elizabeth II",
            [new(2023, 5, 8)] = "coronation of King Charles III",
        }.ToImmutableDictionary(),
    };
}
