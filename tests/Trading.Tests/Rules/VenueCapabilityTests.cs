using NUnit.Framework;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>What an adapter states of its venue's symbols and ids.</summary>
public sealed class VenueCapabilityTests
{
    [Test]
    public void A_pattern_that_could_be_tried_in_ever_more_ways_is_matched_in_one_walk()
    {
        var id = new string('A', 40) + "!";
        var venue = BoundaryPairs.Venue with { Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Market] = [TimeInForce.Day] }, ClOrdIds = "^(A+)+$" };

        var result = new VenueCapability().Check(Of(SomeOrder.Buy() with { ClOrdId = id }) with { Venue = venue });

        Assert.That((result.Passed, result.Detail), Is.EqualTo((false, "not_taken=cl_ord_id, adapter=test/1, orders_of=any, order_type=Market, time_in_force=Day, symbol=AAPL, qty=10")));
    }

    [TestCase("BTC/USD", 1, TimeInForce.Gtc, null)]
    [TestCase("BTC/USD", 1, TimeInForce.Day, "not_taken=order_type and time_in_force, adapter=test/1, orders_of=pairs, order_type=Market, time_in_force=Day, symbol=BTC/USD, qty=1")]
    [TestCase("AAPL", 0.5, TimeInForce.Gtc, "not_taken=order_type and time_in_force, adapter=test/1, orders_of=parts, order_type=Market, time_in_force=Gtc, symbol=AAPL, qty=0.5")]
    [TestCase("AAPL", 0.5, TimeInForce.Day, null)]
    [TestCase("AAPL", 1, TimeInForce.Ioc, null)]
    [TestCase("BTC/USD", 0.5, TimeInForce.Gtc, null)]
    public void What_is_taken_of_an_order_goes_by_the_first_kind_that_it_is_of(string symbol, double qty, TimeInForce timeInForce, string? denied)
    {
        var order = SomeOrder.Buy((decimal)qty);
        order = order with { Slot = order.Slot with { Symbol = symbol }, Terms = order.Terms with { TimeInForce = timeInForce } };

        var result = new VenueCapability().Check(Of(order) with { Venue = WithKinds });

        Assert.That(result.Passed ? null : result.Detail, Is.EqualTo(denied));
    }

    [TestCase("BTC/USD", 1, false)]
    [TestCase("AAPL", 0.5, false)]
    [TestCase("AAPL", 1, true)]
    public void More_than_is_held_is_sold_only_of_what_is_sold_short(string symbol, double qty, bool isTaken)
    {
        var sale = SomeOrder.Buy((decimal)qty);
        sale = sale with { Slot = sale.Slot with { Symbol = symbol, Side = Side.Sell }, Terms = sale.Terms with { TimeInForce = symbol == "AAPL" ? TimeInForce.Day : TimeInForce.Gtc } };

        Assert.That(new VenueCapability().Check(Of(sale) with { Venue = WithKinds }).Passed, Is.EqualTo(isTaken));
        Assert.That(new VenueCapability().Check(Of(sale).Holding(1) with { Venue = WithKinds }).Passed, Is.True, "what is held is sold");
    }

    private static VenueCapabilities WithKinds => BoundaryPairs.Venue with
    {
        Symbols = "^.+$", SellsShort = true,
        Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Market] = [TimeInForce.Day, TimeInForce.Ioc] },
        Kinds =
        [
            new OrderKind { Name = "pairs", Symbols = "/", Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Market] = [TimeInForce.Gtc] } },
            new OrderKind { Name = "parts", OnlyFractions = true, Orders = new Dictionary<OrdType, IReadOnlyList<TimeInForce>> { [OrdType.Market] = [TimeInForce.Day] } },
        ],
    };
}
