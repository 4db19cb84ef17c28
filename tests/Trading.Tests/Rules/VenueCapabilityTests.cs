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

        Assert.That((result.Passed, result.Detail), Is.EqualTo((false, "not_taken=cl_ord_id, adapter=test/1, order_type=Market, time_in_force=Day, symbol=AAPL")));
    }
}
