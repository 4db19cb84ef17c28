using NUnit.Framework;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What a closed market says: why, and when it opens next.</summary>
public sealed class ClosedStatusTests
{
    [TestCase("2026-03-10 09:29:59", "before open")]
    [TestCase("2026-03-10 00:00:00", "before open")]
    [TestCase("2026-03-10 16:00:00", "after close")]
    [TestCase("2026-03-14 12:00:00", "weekend")]
    [TestCase("2026-03-15 12:00:00", "weekend")]
    [TestCase("2026-07-04 12:00:00", "weekend", Description = "Saturday; the holiday was the Friday.")]
    [TestCase("2026-11-26 12:00:00", "holiday: Thanksgiving Day")]
    [TestCase("2026-11-27 09:00:00", "before open")]
    [TestCase("2026-11-27 13:00:00", "after early close: day after Thanksgiving Day")]
    [TestCase("2002-09-11 09:30:00", "before late open: anniversary of September 11")]
    [TestCase("2012-10-29 12:00:00", "closed: Hurricane Sandy")]
    public void A_closed_market_says_why(string local, string reason) => Assert.That(Exchange.WhyClosedAt(local), Is.EqualTo(reason));

    [TestCase("2026-03-10 08:00:00", "2026-03-10 09:30:00", Description = "The same morning.")]
    [TestCase("2026-03-10 16:00:00", "2026-03-11 09:30:00", Description = "Overnight.")]
    [TestCase("2026-03-13 16:00:00", "2026-03-16 09:30:00", Description = "A weekend.")]
    [TestCase("2026-04-02 16:00:00", "2026-04-06 09:30:00", Description = "A holiday and a weekend.")]
    [TestCase("2026-07-02 16:00:00", "2026-07-06 09:30:00", Description = "An observed holiday and a weekend.")]
    [TestCase("2026-11-25 16:00:00", "2026-11-27 09:30:00", Description = "A holiday in the week.")]
    [TestCase("2001-09-10 16:00:00", "2001-09-17 09:33:00", Description = "Four closures, a weekend and a late open.")]
    [TestCase("2012-10-26 16:00:00", "2012-10-31 09:30:00", Description = "A weekend and a hurricane.")]
    [TestCase("2006-12-29 16:00:00", "2007-01-03 09:30:00", Description = "The turn of the year and a day of mourning.")]
    [TestCase("2027-12-31 16:00:00", "2028-01-03 09:30:00", Description = "The turn of the year.")]
    public void A_closed_market_says_when_it_opens_next(string local, string next) =>
        Assert.That(Exchange.NextOpenAfter(local), Is.EqualTo(next));

    [TestCase("1999-12-31 23:59:59")]
    [TestCase("1999-12-31 12:00:00")]
    [TestCase("2036-01-01 00:00:00")]
    [TestCase("2036-01-02 12:00:00")]
    public void Outside_its_range_the_calendar_knows_nothing(string local) =>
        Assert.That(Exchange.At(Time(local)), Is.EqualTo(new SessionStatus.Unknown("XNYS is known from 2000-01-01 to 2035-12-31 only")));

    [Test]
    public void The_range_is_that_of_the_markets_own_days()
    {
        Assert.That(Exchange.NextOpenAfter("2000-01-01 00:00:00"), Is.EqualTo("2000-01-03 09:30:00"));
        Assert.That(Exchange.IsOpenAt("2035-12-31 15:59:59"), Is.True);
        Assert.That(Exchange.At(Time("2035-12-31 23:59:59")), Is.EqualTo(new SessionStatus.Closed(null, "after close")));
    }

    [Test]
    public void No_instant_is_too_far_away_to_ask_about()
    {
        Assert.That(Exchange.At(DateTimeOffset.MinValue), Is.TypeOf<SessionStatus.Unknown>());
        Assert.That(Exchange.At(DateTimeOffset.MaxValue), Is.TypeOf<SessionStatus.Unknown>());
        Assert.That(Exchange.On(DateOnly.MinValue), Is.Null);
        Assert.That(Exchange.On(DateOnly.MaxValue), Is.Null);
    }
}
