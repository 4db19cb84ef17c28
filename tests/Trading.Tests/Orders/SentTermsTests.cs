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

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order), isRestored: false), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m }, isRestored: false), Is.False);
    }

    [Test]
    public void In_a_restored_store_a_bound_measured_anew_is_no_other_order()
    {
        var order = SomeOrder.Buy(terms: Market) with { PriceBound = 100.50m };

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m }, isRestored: true), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100.40m, OrderQty = 11 }, isRestored: true), Is.False);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = null }, isRestored: true), Is.False);
    }

    [Test]
    public void A_lost_bound_excuses_no_price_beyond_the_orders_own_limit()
    {
        var order = SomeOrder.Buy(terms: Limit) with { PriceBound = 100.50m };

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 101 }, isRestored: true), Is.True);
        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 101.01m }, isRestored: true), Is.False);
    }

    [Test]
    public void A_restored_store_excuses_no_other_limit_of_an_order_without_a_bound()
    {
        var order = SomeOrder.Buy(terms: Limit with { MaxSlippageBps = null });

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { Price = 100 }, isRestored: true), Is.False);
    }

    [Test]
    public void A_restored_store_takes_a_market_order_that_the_operators_slippage_limit_has_bound()
    {
        var order = SomeOrder.Buy(terms: Market with { MaxSlippageBps = null });
        var sent = SentTerms.Of(order with { PriceBound = 100.50m });

        Assert.That(SentTerms.AreShown(order, sent, isRestored: true), Is.True);
        Assert.That(SentTerms.AreShown(order, sent, isRestored: false), Is.False);
    }

    [Test]
    public void A_restored_store_that_has_forgotten_the_bound_takes_any_that_keeps_to_the_orders_limit()
    {
        var order = SomeOrder.Buy(terms: Market with { MaxSlippageBps = 50 });
        var sent = SentTerms.Of(order with { PriceBound = 100.50m });

        Assert.That(SentTerms.AreShown(order, sent, isRestored: true), Is.True);
        Assert.That(SentTerms.AreShown(order, sent, isRestored: false), Is.False);
    }

    [Test]
    public void A_restored_store_takes_a_replacement_for_less_than_it_knew_to_be_left()
    {
        var order = SomeOrder.Buy(terms: Limit) with { Generation = 2 };
        var sent = SentTerms.Of(order) with { OrderQty = 6 };

        Assert.That(SentTerms.AreShown(order, sent, isRestored: true), Is.True);
        Assert.That(SentTerms.AreShown(order, sent, isRestored: false), Is.False, "a store that was not lost knows what it has sent");
        Assert.That(SentTerms.AreShown(order, sent with { OrderQty = 11 }, isRestored: true), Is.False, "what is left only gets less");
        Assert.That(SentTerms.AreShown(order, sent with { Price = 101.01m }, isRestored: true), Is.False, "the price was decided before");
    }

    [Test]
    public void A_restored_store_takes_no_first_order_for_less_than_its_line_asks_for()
    {
        var order = SomeOrder.Buy(terms: Limit);

        Assert.That(SentTerms.AreShown(order, SentTerms.Of(order) with { OrderQty = 6 }, isRestored: true), Is.False);
        Assert.That(SentTerms.MayAskFor(order with { Generation = 2, OrderId = "at the venue" }, 6), Is.False, "nor one that it knows to be there");
    }
}
