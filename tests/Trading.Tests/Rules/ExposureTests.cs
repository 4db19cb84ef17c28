using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>Equity is 10,000 and the offer 100, so that one share is one per cent.</summary>
public sealed class ExposureTests
{
    [TestCase(20, true)]
    [TestCase("20.0001", false)]
    public void A_buy_up_to_the_limit_passes(decimal qty, bool passes) => Assert.That(Passes<MaxExposure>(Buying(qty)), Is.EqualTo(passes));

    [Test]
    public void What_is_held_and_what_others_may_still_buy_count()
    {
        Assert.That(Passes<MaxExposure>(Buying(5).Holding(10, buying: 5)), Is.True);
        Assert.That(Passes<MaxExposure>(Buying(5).Holding(10, buying: 5.01m)), Is.False);
    }

    [Test]
    public void What_others_may_sell_makes_no_room_for_a_buy() =>
        Assert.That(Passes<MaxExposure>(Buying(11).Holding(10, selling: 10)), Is.False);

    [Test]
    public void A_short_counts_like_a_long()
    {
        Assert.That(Passes<MaxExposure>(Selling(20.2m)), Is.True, "20.2 at the bid of 99 are 19.998 %");
        Assert.That(Passes<MaxExposure>(Selling(20.3m)), Is.False);
        Assert.That(Passes<MaxExposure>(Selling(10).Holding(0, selling: 10.3m)), Is.False);
    }

    [Test]
    public void Shrinking_a_position_that_is_too_large_is_allowed_and_turning_it_is_not()
    {
        var large = Selling(40).Holding(100);

        Assert.That(Passes<MaxExposure>(large), Is.True, "60 are still over the limit, and less than before");
        Assert.That(Passes<MaxExposure>(large.Holding(100, selling: 60)), Is.True, "down to nothing");
        Assert.That(Passes<MaxExposure>(large.Holding(100, selling: 85)), Is.False, "through zero to a short of 25");
    }

    [TestCase(1)]
    [TestCase(98)]
    public void A_sale_below_the_market_is_worth_what_the_market_pays(decimal limit)
    {
        var sale = Of(Limit(limit, 1_000), Side.Sell);

        Assert.That(Passes<MaxOrderNotional>(sale.With(AllLimits.MaxOrderNotional, 98_999)), Is.False, "1,000 at the bid of 99");
        Assert.That(Passes<MaxOrderNotional>(sale.With(AllLimits.MaxOrderNotional, 99_000)), Is.True);
        Assert.That(Passes<MaxSymbolGross>(sale.With(AllLimits.MaxSymbolGross, 98_999)), Is.False);
        Assert.That(Passes<MaxSymbolNet>(sale.With(AllLimits.MaxSymbolNet, 98_999)), Is.False);
        Assert.That(Passes<MaxExposure>(Of(Limit(limit, 20.3m) with { MaxExposurePct = 20 }, Side.Sell)), Is.False);
        Assert.That(Passes<ApprovalRequired>(sale with { Approvals = new ApprovalOptions { AboveNotional = 98_999 } }), Is.False);
    }

    [Test]
    public void A_buy_below_the_market_makes_nothing_that_is_held_cheaper() =>
        Assert.That(Passes<MaxSymbolGross>(Of(Limit(90, 11)).Holding(100).With(AllLimits.MaxSymbolGross, 10_000)), Is.False, "111 at the offer of 100");

    [Test]
    public void The_valuation_is_the_orders_own_limit() =>
        Assert.That(Passes<MaxExposure>(Of(Limit(101, 20) with { MaxExposurePct = 20 })), Is.False);

    [Test]
    public void Without_a_price_or_equity_nothing_passes()
    {
        Assert.That(Passes<MaxExposure>(Buying(1) with { Quote = null }), Is.False);
        Assert.That(Passes<MaxExposure>(Buying(1) with { Equity = 0 }), Is.False);
    }

    [Test]
    public void An_intent_that_sets_no_limit_has_none() => Assert.That(Passes<MaxExposure>(Of(Market(900)) with { Equity = 0 }), Is.True);

    private static RuleFacts Buying(decimal qty) => Of(Market(qty) with { MaxExposurePct = 20 });

    private static RuleFacts Selling(decimal qty) => Of(Market(qty) with { MaxExposurePct = 20 }, Side.Sell);
}
