using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>Each rule at its edge: at the limit an order passes, one step over it does not.</summary>
public sealed class LimitRuleTests
{
    [TestCase("1000", true)]
    [TestCase("1000.000000000001", false)]
    public void A_quantity(decimal qty, bool passes) => Assert.That(Passes<MaxOrderQty>(Of(Market(qty))), Is.EqualTo(passes));

    [TestCase("1000", true)]
    [TestCase("1000.01", false)]
    public void A_value_at_the_offer_of_100(decimal qty, bool passes) => Assert.That(Passes<MaxOrderNotional>(Of(Market(qty))), Is.EqualTo(passes));

    [TestCase("200", true)]
    [TestCase("200.01", false)]
    public void A_value_at_its_own_limit(decimal price, bool passes) => Assert.That(Passes<MaxOrderNotional>(Of(Limit(price, 500))), Is.EqualTo(passes));

    [TestCase("200", true)]
    [TestCase("200.01", false)]
    public void A_value_at_its_trigger_when_that_is_above_the_offer(decimal price, bool passes) =>
        Assert.That(Passes<MaxOrderNotional>(Of(Stop(price, 500))), Is.EqualTo(passes));

    [Test]
    public void A_value_that_nobody_knows_is_over_every_limit() => Assert.That(Passes<MaxOrderNotional>(Of() with { Quote = null }), Is.False);

    [TestCase("110", true)]
    [TestCase("110.01", false)]
    [TestCase("90", true)]
    [TestCase("89.99", false)]
    public void A_limit_price_around_the_offer_of_100(decimal price, bool passes)
    {
        Assert.That(Passes<PriceCollar>(Of(Limit(price))), Is.EqualTo(passes));
        Assert.That(Passes<PriceCollar>(Of(Stop(price))), Is.EqualTo(passes), "as a trigger");
    }

    [TestCase("108.9", true)]
    [TestCase("108.91", false)]
    public void A_sells_limit_price_around_the_bid_of_99(decimal price, bool passes) =>
        Assert.That(Passes<PriceCollar>(Of(Limit(price), Side.Sell)), Is.EqualTo(passes));

    [Test]
    public void The_worse_of_limit_and_trigger_is_measured() =>
        Assert.That(Passes<PriceCollar>(Of(Stop(100) with { OrderType = OrdType.StopLimit, LimitPrice = 111 })), Is.False);

    [Test]
    public void A_price_without_a_quote_to_hold_it_against_is_denied_and_a_market_order_has_none()
    {
        Assert.That(Passes<PriceCollar>(Of(Limit(100)) with { Quote = null }), Is.False);
        Assert.That(Passes<PriceCollar>(Of(Market()) with { Quote = null }), Is.True);
    }

    [TestCase(0, true)]
    [TestCase(5_000, true)]
    [TestCase(5_001, false)]
    public void A_quotes_age_in_milliseconds(int age, bool passes) => Assert.That(
        Passes<ReferencePrice>(Of() with { Quote = new Quote("AAPL", Now.AddMilliseconds(-age), 99, 1, 100, 1) }), Is.EqualTo(passes));

    [Test]
    public void A_missing_quote_or_a_missing_side_of_it_is_denied()
    {
        var onlyBid = new Quote("AAPL", Now, 99, 1, null, 0);

        Assert.That(Passes<ReferencePrice>(Of() with { Quote = null }), Is.False);
        Assert.That(Passes<ReferencePrice>(Of(SomeOrder.Buy()) with { Quote = onlyBid }), Is.False);
        Assert.That(Passes<ReferencePrice>(Of(SomeOrder.Sell()) with { Quote = onlyBid }), Is.True);
        Assert.That(Passes<ReferencePrice>(Of() with { Quote = onlyBid with { Ask = 0 } }), Is.False, "a price of zero");
    }

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public void The_last_tick_before_valid_until(long ticks, bool passes) =>
        Assert.That(Passes<IntentExpired>(Of() with { Now = SomeOrder.Buy().ValidUntil.AddTicks(ticks) }), Is.EqualTo(passes));

    [Test]
    public void A_shape_is_whole_or_denied() => Assert.Multiple(() =>
    {
        Assert.That(Passes<OrderShape>(Of(Market())), Is.True);
        Assert.That(Passes<OrderShape>(Of(Limit(1))), Is.True);
        Assert.That(Passes<OrderShape>(Of(Stop(1))), Is.True);
        Assert.That(Passes<OrderShape>(Of(Market() with { LimitPrice = 1 })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { OrderType = OrdType.Limit })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Limit(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Stop(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Limit(1) with { OrderType = OrdType.StopLimit })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { OrderType = (OrdType)9 })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { TimeInForce = (TimeInForce)9 })), Is.False);
    });

    [TestCase(2_000, true)]
    [TestCase(2_001, false)]
    [TestCase(3_599_000, false)]
    public void A_quote_is_no_reference_when_it_is_further_in_the_future_than_clocks_differ(int ahead, bool passes) => Assert.That(
        Passes<ReferencePrice>(Of() with { Quote = new Quote("AAPL", Now.AddMilliseconds(ahead), 99, 1, 100, 1) }), Is.EqualTo(passes));
}
