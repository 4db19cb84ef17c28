using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>Replacing an order by a call of the venue's own, where it has one.</summary>
internal static class ReplaceCases
{
    private const string Wanting = "replaces by no call of its own";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new("E14", "an order rests", "it is replaced by one at another price", "taken; the first reported as replaced; the other open with its terms, under its own ClOrdId and OrderId", async play =>
        {
            var (order, orderId, next) = await RestingAsync(play).ConfigureAwait(false);
            var nextId = (await ReplaceAsync(play, order, orderId, next).ConfigureAwait(false) as ReplaceOutcome.Requested)?.OrderId;
            Require(nextId is not null && nextId != orderId, "the request was not taken");
            await play.UntilAsync(() => play.Has(order, OrdStatus.Replaced), "that the first is replaced").ConfigureAwait(false);
            var shown = await play.FoundAsync(next.ClOrdId).ConfigureAwait(false);
            Require((shown.OrderId, shown.Price, shown.OrderQty, shown.OrdStatus) == (nextId, next.Price, next.OrderQty, OrdStatus.New), $"shown is {shown}");
            var open = (await play.Venue.Reports.OpenOrdersAsync(play.Stop).ConfigureAwait(false)).Require("no open orders");
            Require(open.Any(listed => listed.ClOrdId == next.ClOrdId) && open.All(listed => listed.ClOrdId != order.ClOrdId), "the list of open orders does not agree");
        }) { Lacks = Lacks },
        new("E15", "an order is filled", "it is replaced", "refused; nothing takes its place", async play =>
        {
            var order = play.AtOnce();
            var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.TradesOf(order).Sum(trade => trade.LastQty) == order.OrderQty, "the fill").ConfigureAwait(false);
            var next = await play.RestingAsync().ConfigureAwait(false);
            Require(await ReplaceAsync(play, order, orderId, next).ConfigureAwait(false) is ReplaceOutcome.Rejected, "the replacement of a filled order was not refused");
            Require(await play.QueryAsync(next.ClOrdId).ConfigureAwait(false) is OrderQuery.NotFound, "something took its place");
        }) { Lacks = Lacks },
        new("E16", "an order rests", "it is replaced, and somebody objects at the last look", "not sent; it rests as it was", async play =>
        {
            var (order, orderId, next) = await RestingAsync(play).ConfigureAwait(false);
            var outcome = await play.Venue.OrderEntry.ReplaceAsync(new OrderCancelReplaceRequest(order.ClOrdId, orderId, next), () => "HALTED", play.Stop).ConfigureAwait(false);
            Require(outcome is ReplaceOutcome.NotSent, "the last look did not keep it back");
            Require((await play.FoundAsync(order.ClOrdId).ConfigureAwait(false)).OrdStatus == OrdStatus.New, "the order does not rest as it was");
        }) { Lacks = Lacks },
        new("F12", "an order rests", "it is replaced, and the answer is cut off", "unknown and no refusal; both orders are found by their ClOrdIds; one request", async play =>
        {
            var (order, orderId, next) = await RestingAsync(play).ConfigureAwait(false);
            play.Behave("""{"when":{"call":"replace"},"answer":"truncated"}""");
            Require(await ReplaceAsync(play, order, orderId, next).ConfigureAwait(false) is ReplaceOutcome.Unknown, "a cut answer was taken for one");
            Require((await play.FoundAsync(next.ClOrdId).ConfigureAwait(false)).OrderId != orderId, "there is no other order");
            Require((await play.FoundAsync(order.ClOrdId).ConfigureAwait(false)).OrdStatus == OrdStatus.Replaced, "the first is not replaced");
            Require(play.Venue.Simulated!.Calls.Count(call => call.Call == Simulation.VenueSimulator.CallKind.Replace) == 1, "it was asked for more than once");
        }) { Lacks = Lacks, NeedsFaults = true },
    ];

    private static string? Lacks(VenueCapabilities can) => can.ReplacesNatively ? null : Wanting;

    private static async Task<(NewOrderSingle Order, string OrderId, NewOrderSingle Next)> RestingAsync(ConformancePlay play)
    {
        var order = await play.RestingAsync().ConfigureAwait(false);
        var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
        return (order, orderId, order with { ClOrdId = play.NewId(), Price = play.OnTick(order.Price!.Value * 0.99m) });
    }

    private static Task<ReplaceOutcome> ReplaceAsync(ConformancePlay play, NewOrderSingle order, string orderId, NewOrderSingle next) =>
        play.Venue.OrderEntry.ReplaceAsync(new OrderCancelReplaceRequest(order.ClOrdId, orderId, next), () => null, play.Stop);
}
