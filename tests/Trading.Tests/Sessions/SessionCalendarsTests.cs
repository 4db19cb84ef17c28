using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Which calendar a symbol trades by, and the one that never closes.</summary>
public sealed class SessionCalendarsTests
{
    private static readonly ISessionCalendar AroundTheClock = SessionCalendars.Default["24/7"];

    [TestCase("AAPL", "XNYS")]
    [TestCase("GOOG", "XNYS")]
    [TestCase("BRK.B", "XNYS")]
    [TestCase("BTC/USD", "24/7")]
    [TestCase("eth/usdt", "24/7")]
    public void A_pair_trades_around_the_clock_and_everything_else_in_New_York(string symbol, string market) =>
        Assert.That(SessionCalendars.Default.For(symbol).Market, Is.EqualTo(market));

    [Test]
    public void GOOG_trades_half_a_day_on_Christmas_Eve_2015()
    {
        var goog = SessionCalendars.Default.For("GOOG");

        Assert.That(goog.IsOpenAt("2015-12-24 12:59:59"), Is.True);
        Assert.That(goog.IsOpenAt("2015-12-24 13:00:00"), Is.False);
        Assert.That(goog.NextOpenAfter("2015-12-24 13:00:00"), Is.EqualTo("2015-12-28 09:30:00"));
    }

    [TestCase("2026-12-25T12:00:00+00:00", "2026-12-25", Description = "Christmas Day.")]
    [TestCase("2026-03-14T12:00:00+00:00", "2026-03-14", Description = "A Saturday.")]
    [TestCase("2026-03-08T02:30:00-05:00", "2026-03-08", Description = "An hour New York's clock skips.")]
    [TestCase("2026-03-10T00:00:00+00:00", "2026-03-10", Description = "The first instant of a day.")]
    [TestCase("2026-03-10T23:59:59+00:00", "2026-03-10", Description = "The last second of a day.")]
    [TestCase("2026-03-10T20:00:00-05:00", "2026-03-11", Description = "An evening in New York.")]
    [TestCase("1990-01-01T00:00:00+00:00", "1990-01-01", Description = "Any year.")]
    public void Around_the_clock_is_always_open_and_its_session_is_the_UTC_day(string instant, string day)
    {
        var midnight = DateTimeOffset.Parse($"{day}T00:00:00+00:00");
        var session = new TradingSession(DateOnly.Parse(day), midnight, midnight.AddDays(1));

        Assert.That(AroundTheClock.At(DateTimeOffset.Parse(instant)), Is.EqualTo(new SessionStatus.Open(session)));
        Assert.That(AroundTheClock.On(session.Date), Is.EqualTo(session));
    }
}
