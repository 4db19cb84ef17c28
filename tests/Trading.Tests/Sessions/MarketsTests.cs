using NodaTime;
using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What each market keeps that others do not.</summary>
public sealed class MarketsTests
{
    [TestCase("XLON", "2020-05-04", "08:00-16:30", Description = "The early May bank holiday of 2020 was moved ...")]
    [TestCase("XLON", "2020-05-08", "closed: 75th anniversary of VE Day, for the early May bank holiday", Description = "... to the Friday.")]
    [TestCase("XLON", "2022-05-30", "08:00-16:30", Description = "The spring bank holiday of 2022 was moved too.")]
    [TestCase("XLON", "2022-06-02", "closed: Spring bank holiday, moved")]
    [TestCase("XLON", "2022-09-19", "closed: funeral of Queen Elizabeth II")]
    [TestCase("XLON", "2023-05-08", "closed: coronation of King Charles III")]
    [TestCase("XLON", "2027-12-27", "holiday: Christmas Day", Description = "Christmas Day is a Saturday, Boxing Day a Sunday.")]
    [TestCase("XLON", "2027-12-28", "holiday: Boxing Day")]
    [TestCase("XLON", "2028-01-03", "holiday: New Year's Day", Description = "A Saturday is made good, unlike in New York.")]
    [TestCase("XLON", "2023-12-22", "08:00-12:30", Description = "Christmas Eve is a Sunday: the Friday before is a half day.")]
    [TestCase("XLON", "2026-12-31", "08:00-12:30")]
    [TestCase("XETR", "2021-05-24", "holiday: Whit Monday")]
    [TestCase("XETR", "2022-06-06", "09:00-17:30", Description = "Whit Monday is a trading day since 2022.")]
    [TestCase("XETR", "2025-10-03", "09:00-17:30", Description = "The Day of German Unity as well.")]
    [TestCase("XETR", "2026-12-24", "holiday: Christmas Eve")]
    [TestCase("XETR", "2026-12-30", "09:00-14:00")]
    [TestCase("XETR", "2029-12-28", "09:00-14:00", Description = "31 December is a Monday: the last trading day is the Friday before.")]
    [TestCase("XTKS", "2024-11-01", "09:00-15:00")]
    [TestCase("XTKS", "2024-11-05", "09:00-15:30", Description = "The close was moved.")]
    [TestCase("XTKS", "2026-05-06", "holiday: Constitution Memorial Day", Description = "3 May is a Sunday, 4 and 5 May are holidays: the sixth.")]
    [TestCase("XTKS", "2026-09-22", "holiday: day between two holidays")]
    [TestCase("XTKS", "2023-01-04", "09:00-15:00", Description = "New Year's Day on a Sunday moves nothing: 2 and 3 January are closed anyway.")]
    [TestCase("XTKS", "2020-10-01", "closed: failure of the trading system")]
    [TestCase("XTKS", "2021-10-11", "09:00-15:00", Description = "Sports Day of 2021 was in July.")]
    [TestCase("CMES", "2026-03-03", "17:00-16:00")]
    [TestCase("CMES", "2026-01-19", "17:00-12:00", Description = "Martin Luther King Jr. Day: a halt, and no closed day.")]
    [TestCase("CMES", "2026-07-03", "17:00-12:00", Description = "Independence Day is a Saturday.")]
    [TestCase("CMES", "2026-11-27", "17:00-12:15")]
    [TestCase("CMES", "2026-04-03", "17:00-08:15", Description = "Good Friday with the employment report.")]
    [TestCase("CMES", "2025-04-18", "holiday: Good Friday")]
    [TestCase("CMES", "2025-01-09", "17:00-08:30", Description = "A day of mourning.")]
    [TestCase("CMES", "2021-12-31", "17:00-16:00", Description = "New Year's Day on a Saturday is not made good.")]
    [TestCase("CMES", "2022-12-26", "holiday: Christmas Day")]
    public void A_market_keeps_these_hours_on_a_day(string market, string date, string hours) => Assert.That(HoursOn(market, date), Is.EqualTo(hours));

    [TestCase("2021-06-25", true)]
    [TestCase("2021-06-28", false)]
    public void Until_June_2021_index_futures_paused_at_a_quarter_past_three(string date, bool pauses) =>
        Assert.That(SessionCalendars.Default["CMES"].On(DateOnly.Parse(date))?.Break, pauses ? Is.Not.Null : Is.Null);

    [Test]
    public void After_Christmas_Day_index_futures_open_the_same_evening() =>
        Assert.That(Ask("CMES", "2025-12-25T12:00:00-06:00"), Is.EqualTo(new SessionStatus.Closed(DateTimeOffset.Parse("2025-12-25T23:00:00Z"), "holiday: Christmas Day")));

    // The nights of the clock changes: the session is an hour shorter or longer, and its ends are where Chicago's clock has them.
    [TestCase("2026-03-06", "2026-03-05T23:00:00Z", "2026-03-06T22:00:00Z")]
    [TestCase("2026-03-09", "2026-03-08T22:00:00Z", "2026-03-09T21:00:00Z")]
    [TestCase("2026-10-30", "2026-10-29T22:00:00Z", "2026-10-30T21:00:00Z")]
    [TestCase("2026-11-02", "2026-11-01T23:00:00Z", "2026-11-02T22:00:00Z")]
    public void Chicago_changes_its_clock_between_two_sessions(string date, string open, string close)
    {
        var session = SessionCalendars.Default["CMES"].On(DateOnly.Parse(date));

        Assert.That((session?.Open, session?.Close), Is.EqualTo((DateTimeOffset.Parse(open), DateTimeOffset.Parse(close))));
    }

    // Europe changes its clock three weeks after the United States in spring, and one week before in autumn.
    [TestCase("2026-03-06", 8, 8, 14)]
    [TestCase("2026-03-09", 8, 8, 13)]
    [TestCase("2026-03-27", 8, 8, 13)]
    [TestCase("2026-03-30", 7, 7, 13)]
    [TestCase("2026-10-23", 7, 7, 13)]
    [TestCase("2026-10-26", 8, 8, 13)]
    [TestCase("2026-10-30", 8, 8, 13)]
    [TestCase("2026-11-02", 8, 8, 14)]
    public void London_Frankfurt_and_New_York_open_at_these_hours_in_UTC(string date, int london, int frankfurt, int newYork)
    {
        var hours = new[] { "XLON", "XETR", "XNYS" }.Select(market => SessionCalendars.Default[market].On(DateOnly.Parse(date))!.Open.UtcDateTime.Hour);

        Assert.That(hours, Is.EqualTo(new[] { london, frankfurt, newYork }));
    }

    [TestCase("2026-03-06T23:59:59Z", "2026-03-06")]
    [TestCase("2026-03-07T00:00:00Z", null, Description = "Saturday, in UTC.")]
    [TestCase("2026-03-09T00:00:00Z", "2026-03-09")]
    public void Five_days_a_week_around_the_clock_are_days_of_UTC(string instant, string? date) => Assert.That(
        (Ask("24/5", instant) as SessionStatus.Open)?.Session.Date, Is.EqualTo(date is null ? (DateOnly?)null : DateOnly.Parse(date)));

    [Test]
    public void On_a_weekend_the_next_open_is_Mondays_midnight() =>
        Assert.That(Ask("24/5", "2026-03-07T12:00:00Z"), Is.EqualTo(new SessionStatus.Closed(DateTimeOffset.Parse("2026-03-09T00:00:00Z"), "weekend")));

    [Test]
    public void What_the_systems_of_the_NYSE_did_to_its_hours_did_not_concern_Nasdaq()
    {
        Assert.That(HoursOn("XNAS", "2005-06-01"), Is.EqualTo("09:30-16:00"));
        Assert.That(HoursOn("XNYS", "2005-06-01"), Is.EqualTo("09:30-15:56"));
        Assert.That(HoursOn("XNAS", "2001-09-17"), Is.EqualTo("09:33-16:00"));
    }

    private static SessionStatus Ask(string market, string instant) => SessionCalendars.Default[market].At(DateTimeOffset.Parse(instant));

    private static string HoursOn(string market, string date)
    {
        var calendar = SessionCalendars.Default[market];
        var (day, zone) = (DateOnly.Parse(date), DateTimeZoneProviders.Tzdb[calendar.Zone]);
        if (calendar.On(day) is { } session)
        {
            return $"{Local(session.Open)}-{Local(session.Close)}";
        }

        var noon = LocalDate.FromDateOnly(day).At(LocalTime.Noon).InZoneStrictly(zone).ToDateTimeOffset();
        return (calendar.At(noon) as SessionStatus.Closed)?.Reason ?? "open";

        string Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString("HH:mm", null);
    }
}
