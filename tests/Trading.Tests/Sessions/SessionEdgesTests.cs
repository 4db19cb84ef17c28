using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The instants at which a calendar is easily wrong by a second, an hour or a day.</summary>
public sealed class SessionEdgesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [TestCase("2026-07-02 15:59:59", true, Description = "The day before an observed holiday is a full day.")]
    [TestCase("2026-07-03 12:00:00", false)]
    [TestCase("2026-11-27 12:59:59", true)]
    [TestCase("2026-11-27 13:00:00", false)]
    [TestCase("2027-12-24 12:00:00", false)]
    [TestCase("2027-12-31 12:00:00", true, Description = "New Year's Day 2028 is a Saturday and not made good.")]
    [TestCase("2028-01-03 12:00:00", true)]
    [TestCase("2025-01-09 12:00:00", false)]
    [TestCase("2026-03-10 15:59:50", true, Description = "Validated in time ...")]
    [TestCase("2026-03-10 16:00:05", false, Description = "... and dequeued too late.")]
    public void The_market_is_open_or_not(string local, bool open) => Assert.That(Exchange.IsOpenAt(local), Is.EqualTo(open));

    [Test]
    public void The_open_is_inside_the_session_and_the_close_outside()
    {
        var (open, close) = (Time("2026-03-10 09:30:00"), Time("2026-03-10 16:00:00"));

        Assert.That(Exchange.At(open - Tick), Is.EqualTo(new SessionStatus.Closed(open, "before open")));
        Assert.That(Exchange.At(open), Is.EqualTo(new SessionStatus.Open(Exchange.On(new(2026, 3, 10))!)));
        Assert.That(Exchange.At(close - Tick), Is.EqualTo(Exchange.At(open)));
        Assert.That(Exchange.At(close), Is.EqualTo(new SessionStatus.Closed(open.AddDays(1), "after close")));
    }

    [Test]
    public void A_Singapore_clock_past_midnight_still_finds_New_York_in_Thursdays_session()
    {
        var singapore = new DateTimeOffset(2026, 7, 3, 3, 30, 0, TimeSpan.FromHours(8));

        Assert.That(Exchange.At(singapore), Is.TypeOf<SessionStatus.Open>()
            .With.Property(nameof(SessionStatus.Open.Session)).Property(nameof(TradingSession.Date)).EqualTo(new DateOnly(2026, 7, 2)));
    }

    [Test]
    public void A_closure_announced_later_closes_a_day_that_was_open()
    {
        var carter = new NodaTime.LocalDate(2025, 1, 9);
        var announced = Xnys.Definition;
        var before = announced with { OneOffClosures = announced.OneOffClosures.Remove(carter) };

        Assert.That(new RuleCalendar(before).HoursOn("2025-01-09"), Is.EqualTo("09:30-16:00"));
        Assert.That(new RuleCalendar(announced).HoursOn("2025-01-09"), Is.EqualTo("closed"));
        Assert.That(new RuleCalendar(announced).NextOpenAfter("2025-01-08 16:00:00"), Is.EqualTo("2025-01-10 09:30:00"));
    }

    // The week before and the week of each clock change; the US and Europe change on different Sundays.
    [TestCase("2025-03-07", 14)]
    [TestCase("2025-03-10", 13)]
    [TestCase("2025-10-31", 13)]
    [TestCase("2025-11-03", 14)]
    [TestCase("2026-03-06", 14)]
    [TestCase("2026-03-09", 13)]
    [TestCase("2026-03-27", 13)]
    [TestCase("2026-03-30", 13)]
    [TestCase("2026-10-23", 13)]
    [TestCase("2026-10-26", 13)]
    [TestCase("2026-10-30", 13)]
    [TestCase("2026-11-02", 14)]
    [TestCase("2027-03-12", 14)]
    [TestCase("2027-03-15", 13)]
    [TestCase("2027-11-05", 13)]
    [TestCase("2027-11-08", 14)]
    [TestCase("2006-03-31", 14, Description = "Until 2006 summer time began in April.")]
    [TestCase("2006-04-03", 13)]
    public void Half_past_nine_in_New_York_is_this_hour_in_UTC(string date, int hour)
    {
        var day = DateOnly.Parse(date);

        Assert.That(Exchange.On(day)?.Open, Is.EqualTo(new DateTimeOffset(day, new TimeOnly(hour, 30), TimeSpan.Zero)));
        Assert.That(Exchange.On(day)?.Close, Is.EqualTo(new DateTimeOffset(day, new TimeOnly(hour + 7, 0), TimeSpan.Zero)));
    }

    [Test]
    public void The_next_open_over_a_clock_change_is_an_hour_nearer_in_spring()
    {
        var fridayClose = new DateTimeOffset(2026, 3, 6, 21, 0, 0, TimeSpan.Zero);
        var mondayOpen = new DateTimeOffset(2026, 3, 9, 13, 30, 0, TimeSpan.Zero);

        Assert.That(Exchange.At(fridayClose), Is.EqualTo(new SessionStatus.Closed(mondayOpen, "after close")));
    }

    [Test]
    public void The_next_open_over_a_clock_change_is_an_hour_farther_in_autumn()
    {
        var fridayClose = new DateTimeOffset(2026, 10, 30, 20, 0, 0, TimeSpan.Zero);
        var mondayOpen = new DateTimeOffset(2026, 11, 2, 14, 30, 0, TimeSpan.Zero);

        Assert.That(Exchange.At(fridayClose), Is.EqualTo(new SessionStatus.Closed(mondayOpen, "after close")));
    }
}
