using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

public sealed class PriceBoundsTests
{
    [TestCase(Side.Buy, "180.25", 15, "180.52", Description = "180.520375")]
    [TestCase(Side.Sell, "180.25", 15, "179.98", Description = "179.979625")]
    [TestCase(Side.Buy, "100", 0, "100")]
    [TestCase(Side.Sell, "100", 0, "100")]
    [TestCase(Side.Buy, "0.5", 1, "0.5", Description = "0.50005, in ticks of 0.0001 below one dollar")]
    [TestCase(Side.Sell, "0.5", 1, "0.5", Description = "0.49995")]
    [TestCase(Side.Buy, "0.5", 3, "0.5001", Description = "0.50015")]
    [TestCase(Side.Buy, "0.9999", 10, "1", Description = "1.0008999: the bound's own tick is a cent")]
    [TestCase(Side.Sell, "1.00", 1, "0.9999")]
    public void The_bound_is_on_the_tick_and_on_the_safe_side(Side side, decimal reference, decimal bps, decimal bound) =>
        Assert.That(PriceBounds.Of(Market() with { MaxSlippageBps = bps }, side, reference, TickSizes.UsEquities), Is.EqualTo(bound));

    [Test]
    public void It_is_on_the_ticks_that_the_limits_say()
    {
        var facts = Of(Market() with { MaxSlippageBps = 17 }).With(AllLimits.TickSizes, new TickSizes([new TickBand(0, 0.05m)]));

        Assert.That(PriceBounds.Of(Of(Market() with { MaxSlippageBps = 17 })), Is.EqualTo(100.17m));
        Assert.That(PriceBounds.Of(facts), Is.EqualTo(100.15m));
    }

    [Test]
    public void It_is_never_worse_than_the_limit_on_slippage_and_less_than_a_tick_off() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 100_000_000], Gen.Int[0, 9_999]).Sample(
            (isBuy, price, bps) =>
            {
                var reference = price / 10_000m;
                var exact = reference * (1 + ((isBuy ? 1 : -1) * bps / 10_000m));
                var better = (exact - PriceBounds.Of(Market() with { MaxSlippageBps = bps }, isBuy ? Side.Buy : Side.Sell, reference, TickSizes.UsEquities)) * (isBuy ? 1 : -1);
                return better >= 0 && better < (exact >= 1 ? 0.01m : 0.0001m);
            },
            iter: 10_000);

    [TestCase(Side.Buy, 500, "105")]
    [TestCase(Side.Buy, 2_000, "110", Description = "the collar's 10 % of 100")]
    [TestCase(Side.Sell, 500, "94.05")]
    [TestCase(Side.Sell, 2_000, "89.1", Description = "and of 99")]
    [TestCase(Side.Sell, 10_000, "89.1", Description = "any price at all, within the collar")]
    public void What_is_sent_lies_within_the_collar(Side side, int bps, decimal bound)
    {
        var facts = Of(Market() with { MaxSlippageBps = bps }, side);

        Assert.That(PriceBounds.Of(facts), Is.EqualTo(bound));
        Assert.That(new PriceCollar().Check(facts), Has.Property("Passed").True.And.Property("Detail").StartsWith(FormattableString.Invariant($"price={bound:0.00}, reference=")));
    }

    [Test]
    public void A_stop_that_slips_out_of_the_collar_ends_at_it() =>
        Assert.That(PriceBounds.Of(Of(Stop(108) with { MaxSlippageBps = 500 })), Is.EqualTo(110), "113.4 without");

    [Test]
    public void Where_the_collar_is_waived_the_bound_is_the_slippage_limits_alone() =>
        Assert.That(PriceBounds.Of(Of(Market() with { MaxSlippageBps = 2_000 }).Waive(AllLimits.CollarPct)), Is.EqualTo(120));

    [Test]
    public void A_stop_is_measured_from_its_trigger() =>
        Assert.That(PriceBounds.Of(Stop(200) with { MaxSlippageBps = 100 }, Side.Buy, 100, TickSizes.UsEquities), Is.EqualTo(202));

    [Test]
    public void Without_a_slippage_limit_there_is_no_bound() => Assert.That(PriceBounds.Of(Market(), Side.Buy, 100, TickSizes.UsEquities), Is.Null);

    [Test]
    public void A_sell_that_accepts_any_price_has_no_bound_since_zero_is_no_price() =>
        Assert.That(PriceBounds.Of(Market() with { MaxSlippageBps = 10_000 }, Side.Sell, 100, TickSizes.UsEquities), Is.Null);

    [TestCase(0.00004, 0)]
    [TestCase(0.00004, 10_000, Description = "0.00008, below the first tick")]
    public void A_buy_that_no_price_on_the_tick_is_low_enough_for_has_no_bound_and_is_denied(double price, int bps)
    {
        var facts = Cheap((decimal)price, bps);

        Assert.That(PriceBounds.Of(facts), Is.Null, "zero is no price");
        Assert.That(facts.ValuationPx, Is.EqualTo((decimal)price), "what it is worth is not hidden");
        Assert.That(new MaxSlippage().Check(facts), Has.Property("Passed").False.And.Property("Detail").Contains("no price on the tick within the bound"));
    }

    [Test]
    public void Nor_has_one_that_the_collar_leaves_none()
    {
        var facts = Cheap(0.00009m, 2_000);

        Assert.That(PriceBounds.Of(facts.Waive(AllLimits.CollarPct)), Is.EqualTo(0.0001m));
        Assert.That(PriceBounds.Of(facts), Is.Null, "0.000099 by the collar of 10 %");
        Assert.That(new MaxSlippage().Check(facts).Passed, Is.False);
    }

    [Test]
    public void A_sell_is_bound_by_the_first_tick_there() =>
        Assert.That(PriceBounds.Of(Market() with { MaxSlippageBps = 100 }, Side.Sell, 0.00004m, TickSizes.UsEquities), Is.EqualTo(0.0001m));

    private static RuleFacts Cheap(decimal price, int bps)
    {
        var facts = Of(Market() with { MaxSlippageBps = bps });
        return facts with { Quote = facts.Quote! with { Bid = price / 2, Ask = price } };
    }

    [TestCase(Side.Buy, "100", "101", "100")]
    [TestCase(Side.Buy, "101", "100", "100")]
    [TestCase(Side.Sell, "100", "101", "101")]
    [TestCase(Side.Sell, "101", "100", "101")]
    public void The_tighter_of_limit_and_bound_goes_on_the_order(Side side, decimal limit, decimal bound, decimal effective) =>
        Assert.That(PriceBounds.Effective(limit, bound, side), Is.EqualTo(effective));

    [Test]
    public void One_of_them_alone_is_the_price_and_none_is_none()
    {
        Assert.That(PriceBounds.Effective(100, null, Side.Buy), Is.EqualTo(100));
        Assert.That(PriceBounds.Effective(null, 100, Side.Sell), Is.EqualTo(100));
        Assert.That(PriceBounds.Effective(null, null, Side.Buy), Is.Null);
    }
}
