using NUnit.Framework;
using Pipeline.Trading;
using Pipeline.Trading.Halts;

namespace Pipeline.Trading.Tests.Halts;

/// <summary>At the limit, and one step over it.</summary>
public sealed class TripsTests
{
    private static readonly HaltOptions Options = new() { RejectStorm = 3, BreakStorm = 2, MaxClockOffset = TimeSpan.FromSeconds(5), MaxDailyLoss = 1000 };

    [Test]
    public void So_many_rejections_of_a_strategy_halt_it_and_no_other() => Assert.That(
        Scopes(("momentum", 3), ("carry", 2)), Is.EqualTo(new[] { "strategy:momentum" }));

    [Test]
    public void One_fewer_halts_nothing() => Assert.That(Scopes(("momentum", 2)), Is.Empty);

    [Test]
    public void As_many_of_several_strategies_halt_the_venue() => Assert.That(Scopes(("momentum", 2), ("carry", 1)), Is.EqualTo(new[] { "venue:alpaca" }));

    [Test]
    public void As_many_of_the_others_halt_the_venue_beside_the_strategy_that_has_its_own_storm() =>
        Assert.That(Scopes(("momentum", 5), ("carry", 2), ("value", 1)), Is.EqualTo(new[] { "strategy:momentum", "venue:alpaca" }));

    [Test]
    public void It_says_how_many_there_were_and_what_the_limit_is() => Assert.That(
        Trips.OfRejections(new Dictionary<string, int> { ["momentum"] = 4 }, new Dictionary<string, int> { ["momentum"] = 4 }, "alpaca", Options).Single(),
        Is.EqualTo(new Trip("reject_storm", "strategy:momentum", "rejections=4, limit=3, window_s=60")));

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void So_many_open_breaks_halt_the_venue(int open, bool trips) => Assert.That(Trips.OfBreaks(open, "alpaca", Options) is { Scope: "venue:alpaca" }, Is.EqualTo(trips));

    [TestCase(5, false)]
    [TestCase(5.001, true)]
    [TestCase(-5, false)]
    [TestCase(-5.001, true)]
    public void A_clock_that_is_further_off_halts_all(double seconds, bool trips) =>
        Assert.That(Trips.OfClock(TimeSpan.FromSeconds(seconds), "venue:alpaca", Options) is { Scope: "all" }, Is.EqualTo(trips));

    [TestCase(99_000, false)]
    [TestCase(98_999.99, true)]
    public void A_larger_loss_makes_the_venue_reduce_only(decimal equity, bool trips) =>
        Assert.That(Trips.OfEquity(100_000, equity, "alpaca", Options) is { Scope: "venue:alpaca", Mode: HaltMode.ReduceOnly }, Is.EqualTo(trips));

    [Test]
    public void What_is_0_never_trips()
    {
        var off = new HaltOptions { RejectStorm = 0, BreakStorm = 0, MaxClockOffset = TimeSpan.Zero, MaxDailyLoss = 0 };

        Assert.That(Trips.OfRejections(new Dictionary<string, int> { ["m"] = 1000 }, new Dictionary<string, int> { ["m"] = 1000 }, "alpaca", off), Is.Empty);
        Assert.That(Trips.OfBreaks(1000, "alpaca", off) ?? Trips.OfClock(TimeSpan.FromDays(1), "journal", off) ?? Trips.OfEquity(1, -1_000_000, "alpaca", off), Is.Null);
    }

    [TestCase(0, 2, 1, 0)]
    [TestCase(0, 2, -1, 1)]
    [TestCase(0, 2, 5, -3)]
    public void What_the_answers_way_may_have_taken_is_no_offset(int asked, int answered, int told, int offset)
    {
        var at = new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

        Assert.That(ClockOffset.Of(at.AddSeconds(asked), at.AddSeconds(answered), at.AddSeconds(told)), Is.EqualTo(TimeSpan.FromSeconds(offset)));
    }

    [TestCase("2026-03-02T04:59:59Z", "2026-03-01")]
    [TestCase("2026-03-02T05:00:00Z", "2026-03-02")]
    [TestCase("2026-07-01T03:59:59Z", "2026-06-30")]
    public void The_day_is_New_Yorks(string instant, string day) => Assert.That(TradingDay.Of(DateTimeOffset.Parse(instant)).ToString("yyyy-MM-dd"), Is.EqualTo(day));

    [TestCase("2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z")]
    [TestCase("2026-03-09T03:59:59Z", "2026-03-08T05:00:00Z")]
    [TestCase("2026-03-09T04:00:00Z", "2026-03-09T04:00:00Z")]
    public void It_begins_at_midnight_there(string instant, string start) => Assert.That(TradingDay.StartOf(DateTimeOffset.Parse(instant)), Is.EqualTo(DateTimeOffset.Parse(start)));

    private static IEnumerable<string> Scopes(params (string Strategy, int Count)[] rejections) =>
        Trips.OfRejections(rejections.ToDictionary(each => each.Strategy, each => each.Count), rejections.ToDictionary(each => each.Strategy, each => each.Count), "alpaca", Options).Select(trip => trip.Scope);
}
