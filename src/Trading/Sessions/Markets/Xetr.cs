using System.Collections.Immutable;
using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Pipeline.Trading.Sessions.Observance;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>
/// Continuous trading of Xetra, Frankfurt, 2020 to 2030: 09:00 to 17:30, and until 14:00 on the last trading day of the year. 24 and 31
/// December are no trading days; since 2022 Whit Monday and the Day of German Unity are (Deutsche Börse's trading calendar). A holiday on a
/// weekend is not made good. The rules agree, day by day, with the sessions of the open source exchange_calendars from 2020 to 2023-06-06,
/// which is as far as those were compared. The opening auction before 09:00 and the closing auction after 17:30 are not part of it.
/// </summary>
public static class Xetr
{
    /// <summary>The definition of the market.</summary>
    public static MarketDefinition Definition { get; } = new()
    {
        Market = "XETR",
        Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"],
        Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)),
        RegularHours = new TradingHours(new LocalTime(9, 0), new LocalTime(17, 30)),
        Holidays =
        [
            new("New Year's Day", new YearlyDate.Fixed(1, 1), OnTheDay, Years.All),
            new("Good Friday", new YearlyDate.EasterSunday().Plus(-2), OnTheDay, Years.All),
            new("Easter Monday", new YearlyDate.EasterSunday().Plus(1), OnTheDay, Years.All),
            new("Labour Day", new YearlyDate.Fixed(5, 1), OnTheDay, Years.All),
            new("Whit Monday", new YearlyDate.EasterSunday().Plus(50), OnTheDay, Years.Until(2021)),
            new("Day of German Unity", new YearlyDate.Fixed(10, 3), OnTheDay, Years.Until(2021)),
            new("Christmas Eve", new YearlyDate.Fixed(12, 24), OnTheDay, Years.All),
            new("Christmas Day", new YearlyDate.Fixed(12, 25), OnTheDay, Years.All),
            new("Boxing Day", new YearlyDate.Fixed(12, 26), OnTheDay, Years.All),
            new("New Year's Eve", new YearlyDate.Fixed(12, 31), OnTheDay, Years.All),
        ],
        YearlyHours =
        [
            new(
                new YearlyDate.Fixed(12, 30).OrFridayBefore(), [Monday, Tuesday, Wednesday, Thursday, Friday], Years.All,
                new("last trading day of the year") { Close = new LocalTime(14, 0) }),
        ],
    };
}
