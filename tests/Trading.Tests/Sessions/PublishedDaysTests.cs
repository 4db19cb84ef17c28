using NodaTime;
using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The rules of each market make exactly the days that were published.</summary>
public sealed class PublishedDaysTests
{
    /// <summary>The odd closes of the NYSE that were not planned, so that no calendar of holidays has them.</summary>
    private static readonly DateOnly[] Unplanned = [new(2005, 6, 1)];

    private static IEnumerable<TestCaseData> Years => PublishedDays.All.Select(year => new TestCaseData(year.Market, year.Year, year.Days));

    [TestCaseSource(nameof(Years))]
    public void A_market_was_closed_and_closed_early_on_the_published_weekdays_and_no_others(string market, int year, string published)
    {
        var calendar = SessionCalendars.Default[market];
        var weekdays = NewYork.DaysFrom(new(year, 1, 1), new(year, 12, 31)).Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();
        var closed = weekdays.Where(date => calendar.On(date) is null);
        var early = weekdays.Where(date => calendar.On(date) is { } session && ClosesEarly(calendar, session) && !Unplanned.Contains(date)).ToList();

        var ours = $"closed {string.Join(' ', closed.Select(Day))}" + (early.Count > 0 ? $" early {string.Join(' ', early.Select(Day))}" : "");

        Assert.That(ours, Is.EqualTo(published));
    }

    [TestCase(2027, 22)]
    [TestCase(2028, 20)]
    [TestCase(2029, 20)]
    [TestCase(2030, 20)]
    public void The_vernal_equinox_of_a_year_to_come_closes_Tokyo(int year, int day) => Assert.That(SessionCalendars.Default["XTKS"].On(new(year, 3, day)), Is.Null);

    [TestCase(2027, 23)]
    [TestCase(2028, 22)]
    [TestCase(2029, 24)]
    [TestCase(2030, 23)]
    public void The_autumnal_equinox_of_a_year_to_come_closes_Tokyo(int year, int day) => Assert.That(SessionCalendars.Default["XTKS"].On(new(year, 9, day)), Is.Null);

    private static string Day(DateOnly date) => $"{date:MM-dd}";

    private static bool ClosesEarly(ISessionCalendar calendar, TradingSession session)
    {
        var close = Instant.FromDateTimeOffset(session.Close).InZone(DateTimeZoneProviders.Tzdb[calendar.Zone]).TimeOfDay;
        return close < calendar.Market switch
        {
            "XNYS" or "XNAS" => new LocalTime(16, 0),
            "XLON" => new LocalTime(16, 30),
            "XETR" => new LocalTime(17, 30),
            _ => new LocalTime(15, 0),
        };
    }
}
