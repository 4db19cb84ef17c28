using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Market-wide circuit breakers by NYSE Rule 7.12.</summary>
public sealed class MarketWideBreakerTests
{
    private const decimal PriorClose = 5_000;
    private static readonly ISessionCalendar Nyse = SessionCalendars.Default["XNYS"];

    [TestCase(4_650.01, 0)]
    [TestCase(4_650, 1, Description = "7 % below")]
    [TestCase(4_350.01, 1)]
    [TestCase(4_350, 2, Description = "13 % below")]
    [TestCase(4_000.01, 2)]
    [TestCase(4_000, 3, Description = "20 % below")]
    public void An_index_has_reached_a_level_at_the_decline_itself(decimal value, int level) =>
        Assert.That(MarketWideBreaker.LevelOf(value, PriorClose), Is.EqualTo(level));

    [TestCase("2026-03-02T09:29:59.9999999", null, Description = "before the open")]
    [TestCase("2026-03-02T09:30:00", "2026-03-02T09:45:00")]
    [TestCase("2026-03-02T15:25:00", "2026-03-02T15:40:00", Description = "up to and including 15:25")]
    [TestCase("2026-03-02T15:25:00.0000001", null)]
    [TestCase("2026-11-27T12:25:00", "2026-11-27T12:40:00", Description = "12:25 on a day that closes early")]
    [TestCase("2026-11-27T12:25:00.0000001", null)]
    [TestCase("2026-03-02T16:00:00", null, Description = "after the close")]
    public void Level_1_halts_for_fifteen_minutes_when_it_is_not_too_late(string at, string? until) =>
        Assert.That(Halt(4_600, 0, at)?.Until, Is.EqualTo(until is null ? null : (DateTimeOffset?)At(until)));

    [Test]
    public void Each_level_halts_once_a_day_and_the_next_one_again()
    {
        Assert.That(Halt(4_600, 1, "2026-03-02T11:00:00"), Is.Null);
        Assert.That(Halt(4_300, 1, "2026-03-02T11:00:00")?.Level, Is.EqualTo(2));
        Assert.That(Halt(4_300, 2, "2026-03-02T11:30:00"), Is.Null);
    }

    [Test]
    public void A_fall_through_level_1_to_level_2_halts_once() => Assert.That(Halt(4_300, 0, "2026-03-02T11:00:00"), Is.EqualTo(new MarketHalt(2, At("2026-03-02T11:15:00"))));

    [TestCase("2026-03-02T10:00:00", "2026-03-03T09:30:00")]
    [TestCase("2026-03-02T15:59:59", "2026-03-03T09:30:00", Description = "at any time of the day")]
    [TestCase("2026-03-06T12:00:00", "2026-03-09T09:30:00", Description = "over the weekend, and over the change of clocks")]
    public void Level_3_halts_until_the_next_trading_day(string at, string until) =>
        Assert.That(Halt(3_900, 2, at), Is.EqualTo(new MarketHalt(3, At(until))));

    private static MarketHalt? Halt(decimal value, int reached, string at) => MarketWideBreaker.Of(Nyse, value, PriorClose, reached, At(at));
}
