using NodaTime;
using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The same rules carry a lunch break, sessions that open the evening before, and other observances.</summary>
public sealed class OtherMarketsTests
{
    private static readonly MarketDefinition Tokyo = new()
    {
        Market = "XTKS",
        Zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"],
        Range = new DateInterval(new LocalDate(2025, 1, 1), new LocalDate(2026, 12, 31)),
        RegularHours = new TradingHours(new(9, 0), new(15, 30)) { Break = new(new(11, 30), new(12, 30)) },
    };

    private static readonly MarketDefinition Chicago = new()
    {
        Market = "XCME",
        Zone = DateTimeZoneProviders.Tzdb["America/Chicago"],
        Range = new DateInterval(new LocalDate(2025, 1, 1), new LocalDate(2026, 12, 31)),
        RegularHours = new TradingHours(new(17, 0), new(16, 0)) { OpensTheDayBefore = true },
    };

    [TestCase("2026-03-10T11:29:59+09:00", true)]
    [TestCase("2026-03-10T11:30:00+09:00", false)]
    [TestCase("2026-03-10T12:29:59+09:00", false)]
    [TestCase("2026-03-10T12:30:00+09:00", true)]
    public void Tokyo_is_closed_over_lunch(string instant, bool open) =>
        Assert.That(new RuleCalendar(Tokyo).At(DateTimeOffset.Parse(instant)) is SessionStatus.Open, Is.EqualTo(open));

    [Test]
    public void Tokyo_at_lunch_opens_next_in_the_afternoon() =>
        Assert.That(
            new RuleCalendar(Tokyo).At(DateTimeOffset.Parse("2026-03-10T12:00:00+09:00")),
            Is.EqualTo(new SessionStatus.Closed(DateTimeOffset.Parse("2026-03-10T12:30:00+09:00"), "break")));

    [Test]
    public void A_half_day_that_ends_at_lunch_has_no_break()
    {
        var year = Tokyo with { OneOffHours = Tokyo.OneOffHours.Add(new(2026, 3, 10), new("half day") { Close = new(11, 30) }) };

        Assert.That(new RuleCalendar(year).On(new(2026, 3, 10))?.Break, Is.Null);
        Assert.That(new RuleCalendar(year).On(new(2026, 3, 11))?.Break, Is.Not.Null);
    }

    [TestCase("2026-03-08T16:59:59-05:00", null, Description = "Sunday afternoon.")]
    [TestCase("2026-03-08T17:00:00-05:00", "2026-03-09", Description = "Sunday evening is Monday's session.")]
    [TestCase("2026-03-09T00:00:00-05:00", "2026-03-09")]
    [TestCase("2026-03-09T15:59:59-05:00", "2026-03-09")]
    [TestCase("2026-03-09T16:00:00-05:00", null, Description = "The hour between two sessions.")]
    [TestCase("2026-03-09T17:00:00-05:00", "2026-03-10")]
    [TestCase("2026-03-13T17:00:00-05:00", null, Description = "Friday evening.")]
    public void Chicago_trades_a_day_from_the_evening_before(string instant, string? tradingDay)
    {
        var session = (new RuleCalendar(Chicago).At(DateTimeOffset.Parse(instant)) as SessionStatus.Open)?.Session;

        Assert.That(session?.Date, Is.EqualTo(tradingDay is null ? (DateOnly?)null : DateOnly.Parse(tradingDay)));
    }

    [Test]
    public void Chicago_between_two_sessions_opens_an_hour_after_the_close() =>
        Assert.That(
            new RuleCalendar(Chicago).At(DateTimeOffset.Parse("2026-03-09T16:00:00-05:00")),
            Is.EqualTo(new SessionStatus.Closed(DateTimeOffset.Parse("2026-03-09T17:00:00-05:00"), "after close")));

    [TestCase(Observance.NearestWeekday, "2027-12-31", true)]
    [TestCase(Observance.SundayToMonday, "2027-12-31", false)]
    [TestCase(Observance.NearestWeekday, "2023-01-02", true)]
    [TestCase(Observance.SundayToMonday, "2023-01-02", true)]
    [TestCase(Observance.OnTheDay, "2023-01-02", false)]
    [TestCase(Observance.OnTheDay, "2026-01-01", true)]
    public void A_New_Years_Day_is_observed_even_across_the_turn_of_the_year(Observance observance, string date, bool closed)
    {
        var market = Tokyo with
        {
            Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)),
            Holidays = [new("New Year's Day", new YearlyDate.Fixed(1, 1), observance, Years.All)],
        };

        Assert.That(new RuleCalendar(market).On(DateOnly.Parse(date)) is null, Is.EqualTo(closed));
    }

    [Test]
    public void A_New_Years_Eve_on_a_Sunday_is_observed_in_the_new_year()
    {
        var without = Tokyo with { Range = new DateInterval(new LocalDate(2020, 1, 1), new LocalDate(2030, 12, 31)) };
        var with = without with { Holidays = [new("New Year's Eve", new YearlyDate.Fixed(12, 31), Observance.NearestWeekday, Years.All)] };

        Assert.That(new RuleCalendar(without).On(new(2029, 1, 1)), Is.Not.Null);
        Assert.That(new RuleCalendar(with).On(new(2029, 1, 1)), Is.Null);
    }
}
