using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Bands and limit states by the LULD plan.</summary>
public sealed class LimitUpLimitDownTests
{
    private static readonly TradingSession Session = SessionCalendars.Default["XNYS"].On(new DateOnly(2026, 3, 2))!;
    private static readonly PriceBand Band = new("AAPL", 95, 105, At("2026-03-02T10:00:00"));
    private static readonly DateTimeOffset Noon = At("2026-03-02T12:00:00");

    [TestCase(100, 100, LuldTier.Tier1, 95, 105, Description = "5 %")]
    [TestCase(100, 100, LuldTier.Tier2, 90, 110, Description = "10 %")]
    [TestCase(3.00, 3.01, LuldTier.Tier1, 2.85, 3.15, Description = "the close of the day before decides on the width")]
    [TestCase(3.01, 3.00, LuldTier.Tier1, 2.41, 3.61, Description = "20 % up to three dollars")]
    [TestCase(1, 0.75, LuldTier.Tier2, 0.80, 1.20, Description = "and from 75 cents")]
    [TestCase(0.5, 0.74, LuldTier.Tier1, 0.35, 0.65, Description = "15 cents")]
    [TestCase(0.1, 0.1, LuldTier.Tier1, 0.03, 0.18, Description = "or 75 %, to the nearest cent")]
    public void A_band_is_as_wide_as_tier_and_price_say(decimal reference, decimal previousClose, LuldTier tier, decimal low, decimal high) =>
        Assert.That(Of(reference, previousClose, tier, "2026-03-02T10:00:00"), Is.EqualTo((low, high)));

    [TestCase("2026-03-02T15:34:59.9999999", LuldTier.Tier1, 100, 95)]
    [TestCase("2026-03-02T15:35:00", LuldTier.Tier1, 100, 90)]
    [TestCase("2026-03-02T15:35:00", LuldTier.Tier2, 100, 90, Description = "not for tier 2 above three dollars")]
    [TestCase("2026-03-02T15:35:00", LuldTier.Tier2, 3, 60)]
    [TestCase("2026-03-02T09:30:00", LuldTier.Tier1, 100, 95, Description = "nor after the open any more")]
    public void In_the_last_twenty_five_minutes_it_is_twice_as_wide(string at, LuldTier tier, decimal previousClose, decimal low) =>
        Assert.That(Of(100, previousClose, tier, at).Low, Is.EqualTo(low));

    [TestCase(104.99, 105, null)]
    [TestCase(105, 105.01, Side.Buy, Description = "the best bid stands at the upper band")]
    [TestCase(95, 95.01, null)]
    [TestCase(94.99, 95, Side.Sell, Description = "the best offer stands at the lower band")]
    public void A_quote_at_the_band_is_a_limit_state_of_the_side_that_finds_nobody(decimal bid, decimal ask, Side? side) =>
        Assert.That(LimitUpLimitDown.After(Band, null, Quote(bid, ask), Noon)?.Side, Is.EqualTo(side));

    [Test]
    public void It_lasts_while_the_quote_stays_and_ends_with_it()
    {
        var state = LimitUpLimitDown.After(Band, null, Quote(105, 105.01m), Noon);

        Assert.That(LimitUpLimitDown.After(Band, state, Quote(105, 105.01m), Noon.AddSeconds(14)), Is.EqualTo(state));
        Assert.That(LimitUpLimitDown.After(Band, state, Quote(104, 104.01m), Noon.AddSeconds(14)), Is.Null);
    }

    [Test]
    public void After_fifteen_seconds_trading_pauses_for_five_minutes_whatever_is_quoted()
    {
        var state = LimitUpLimitDown.After(Band, null, Quote(105, 105.01m), Noon)!;

        Assert.That(state.IsPausedAt(Noon.AddSeconds(14.9)), Is.False);
        Assert.That(state.IsPausedAt(Noon.AddSeconds(15)), Is.True);
        Assert.That(LimitUpLimitDown.After(Band, state, Quote(100, 100.01m), Noon.AddSeconds(15)), Is.EqualTo(state));
        Assert.That(state.IsPausedAt(Noon.AddSeconds(314.9)), Is.True);
        Assert.That(state.IsPausedAt(Noon.AddSeconds(315)), Is.False);
        Assert.That(LimitUpLimitDown.After(Band, state, Quote(100, 100.01m), Noon.AddSeconds(315)), Is.Null);
    }

    [Test]
    public void A_quote_still_at_the_band_after_the_pause_is_a_new_limit_state() => Assert.That(
        LimitUpLimitDown.After(Band, new LimitState(Side.Buy, Noon), Quote(105, 105.01m), Noon.AddSeconds(315))?.Since, Is.EqualTo(Noon.AddSeconds(315)));

    private static (decimal Low, decimal High) Of(decimal reference, decimal previousClose, LuldTier tier, string at) =>
        LimitUpLimitDown.BandOf("AAPL", reference, previousClose, tier, Session, At(at)) is var band ? (band.LowLimitPrice, band.HighLimitPrice) : default;

    private static Quote Quote(decimal bid, decimal ask) => new("AAPL", Noon, bid, 100, ask, 100);
}
