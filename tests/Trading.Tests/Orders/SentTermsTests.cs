using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>Whether what a venue shows under our id is our order.</summary>
public sealed class SentTermsTests
{
    private static readonly OrderTerms Market = new() { Qty = 10, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day, MaxSlippageBps = 50 };
    private static readonly OrderTerms Limit = Market with { OrderType = OrdType.Limit, LimitPrice = 101 };

    [Test]
    public void The_bound_that_was_sent_must_be_shown()
    {
        var order = SomeOrder.Buy(terms: Market) with { PriceBound = 100.50m };

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order), boundIsLost: false), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m }, boundIsLost: false), Is.False);
    }

    [Test]
    public void In_a_restored_store_a_bound_measured_anew_is_no_other_order()
    {
        var order = SomeOrder.Buy(terms: Market) with { PriceBound = 100.50m };

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m }, boundIsLost: true), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m, OrderQty = 11 }, boundIsLost: true), Is.False);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = null }, boundIsLost: true), Is.False);
    }

    [Test]
    public void A_lost_bound_excuses_no_price_beyond_the_orders_own_limit()
    {
        var order = SomeOrder.Buy(terms: Limit) with { PriceBound = 100.50m };

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 101 }, boundIsLost: true), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 101.01m }, boundIsLost: true), Is.False);
    }

    [Test]
    public void A_restored_store_excuses_no_other_limit_of_an_order_without_a_bound()
    {
        var order = SomeOrder.Buy(terms: Limit with { MaxSlippageBps = null });

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100 }, boundIsLost: true), Is.False);
    }

    [Test]
    public void A_restored_store_takes_a_market_order_that_the_operators_slippage_limit_has_bound()
    {
        var order = SomeOrder.Buy(terms: Market with { MaxSlippageBps = null });
        var sent = SentTerms.Of(order with { PriceBound = 100.50m });

        Assert.That(SentTerms.AreShown(order, sent, boundIsLost: true), Is.True);
        Assert.That(SentTerms.AreShown(order, sent, boundIsLost: false), Is.False);
    }

    [Test]
    public void A_restored_store_that_has_forgotten_the_bound_takes_any_that_keeps_to_the_orders_limit()
    {
        var order = SomeOrder.Buy(terms: Market with { MaxSlippageBps = 50 });
        var sent = SentTerms.Of(order with { PriceBound = 100.50m });

        Assert.That(SentTerms.AreShown(order, sent, boundIsLost: true), Is.True);
        Assert.That(SentTerms.AreShown(order, sent, boundIsLost: false), Is.False);
    }
}
