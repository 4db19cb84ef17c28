using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>Orders and cancels.</summary>
internal static class OrderCases
{
    private static readonly OrdStatus[] Over = [OrdStatus.Canceled, OrdStatus.Expired, OrdStatus.Rejected];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new("E01", "the market is open", "a market order is sent", "acknowledged; trades of its quantity, each with an ExecId; filled", async play =>
        {
            var order = play.AtOnce();
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.TradesOf(order).Sum(trade => trade.LastQty) == order.OrderQty, "the fill").ConfigureAwait(false);
            Require(play.TradesOf(order).All(trade => trade.ExecId is { Length: > 0 } && trade.LastPx > 0), "a trade has no ExecId or no price");
            Require((await play.FoundAsync(order.ClOrdId).ConfigureAwait(false)).OrdStatus == OrdStatus.Filled, "the order is not found as filled");
        }),
        new("E02", "the market is open", "a limit order below the market is sent", "acknowledged; found by ClOrdId and among the open orders, with the terms that were sent", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
            RequireTerms(await play.FoundAsync(order.ClOrdId).ConfigureAwait(false), order, orderId);
            var open = (await play.Venue.Reports.OpenOrdersAsync(play.Stop).ConfigureAwait(false)).Require("no open orders");
            Require(open.Count(listed => listed.ClOrdId == order.ClOrdId) == 1, "the order is not among the open ones");
        }),
        new("E03", "an order rests", "it is canceled by its OrderId", "taken; reported as canceled; among the closed orders, and no longer among the open ones", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
            Require(await play.CancelAsync(order, orderId).ConfigureAwait(false) is CancelOutcome.Requested, "the cancel was not taken");
            await play.UntilAsync(() => play.Has(order, OrdStatus.Canceled), "the cancel").ConfigureAwait(false);
            Require(play.Reports.Where(report => report.OrdStatus == OrdStatus.Canceled && report.OrderId == orderId).All(report => report.ClOrdId == order.ClOrdId), "the report does not bear the order's ClOrdId");
            var open = (await play.Venue.Reports.OpenOrdersAsync(play.Stop).ConfigureAwait(false)).Require("no open orders");
            var closed = (await play.Venue.Reports.ClosedOrdersAsync(order.TransactTime.AddMinutes(-1), play.Stop).ConfigureAwait(false)).Require("no closed orders");
            Require(open.All(listed => listed.ClOrdId != order.ClOrdId) && closed.Any(listed => listed.ClOrdId == order.ClOrdId), "the lists do not agree");
        }),
        new("E04", "an order rests whose OrderId nobody knows", "it is canceled by its ClOrdId", "taken; reported as canceled", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            Require(await play.CancelAsync(order, null).ConfigureAwait(false) is CancelOutcome.Requested, "the cancel was not taken");
            await play.UntilAsync(() => play.Has(order, OrdStatus.Canceled), "the cancel").ConfigureAwait(false);
        }),
        new("E05", "an order is filled", "it is canceled", "refused; it stays filled", async play =>
        {
            var order = play.AtOnce();
            var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.TradesOf(order).Sum(trade => trade.LastQty) == order.OrderQty, "the fill").ConfigureAwait(false);
            Require(await play.CancelAsync(order, orderId).ConfigureAwait(false) is CancelOutcome.Rejected, "the cancel of a filled order was not refused");
        }),
        new("E06", "nothing", "an order that was never sent is canceled and asked for", "refused, UNKNOWN_ORDER; not found", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            Require(await play.CancelAsync(order, null).ConfigureAwait(false) is CancelOutcome.Rejected { Code: "UNKNOWN_ORDER" }, "the cancel was not refused as UNKNOWN_ORDER");
            Require(await play.QueryAsync(order.ClOrdId).ConfigureAwait(false) is OrderQuery.NotFound, "it was not a not-found");
        }),
        new("E07", "an order rests", "its ClOrdId is sent again", "no second order; nothing that a program takes for a refusal of the first", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            RequireIdTaken(await play.SubmitAsync(order).ConfigureAwait(false));
            var open = (await play.Venue.Reports.OpenOrdersAsync(play.Stop).ConfigureAwait(false)).Require("no open orders");
            Require(open.Count(listed => listed.ClOrdId == order.ClOrdId) == 1, "there are two orders");
        }),
        new("E08", "an order is over", "its ClOrdId is sent again", "no second order", async play =>
        {
            var order = play.AtOnce();
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.TradesOf(order).Sum(trade => trade.LastQty) == order.OrderQty, "the fill").ConfigureAwait(false);
            RequireIdTaken(await play.SubmitAsync(order).ConfigureAwait(false));
        }) { Lacks = can => can.DeDuplication == DeDuplication.Always ? null : "ids are free again once their order is over" },
        new("E09", "the market is open", "an immediate order that can't trade is sent", "over with nothing filled", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false) with { TimeInForce = TimeInForce.Ioc };
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            await play.UntilAsync(() => play.Has(order, Over), "the end").ConfigureAwait(false);
            Require(play.TradesOf(order).Count == 0, "it has traded");
        }) { Lacks = can => can.Takes(OrdType.Limit, TimeInForce.Ioc) ? null : "no immediate orders" },
        new("E10", "the market is open", "an order of every type and time in force that is stated is sent, but for the opening auction, far from the market", "each is acknowledged, and found with its terms", async play =>
        {
            var (low, high) = (play.OnTick((await play.QuoteAsync().ConfigureAwait(false)).Bid!.Value * 0.8m), play.OnTick((await play.QuoteAsync().ConfigureAwait(false)).Ask!.Value * 1.2m));
            foreach (var (type, times) in play.Venue.Capabilities.Orders.Where(entry => entry.Key != OrdType.Market))
            {
                foreach (var timeInForce in times.Where(time => time != TimeInForce.Opg))
                {
                    decimal? price = type switch { OrdType.Limit => low, OrdType.Stop => null, _ => high };
                    var order = play.Order(type, timeInForce, price, type == OrdType.Limit ? null : high);
                    var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
                    RequireTerms(await play.FoundAsync(order.ClOrdId).ConfigureAwait(false), order, orderId);
                }
            }
        }),
        new("E11", "nothing", "an order is sent that costs more than the account has", "rejected by its proof, INSUFFICIENT_BUYING_POWER; no order", async play =>
        {
            var cash = (await play.Venue.Reports.AccountAsync(play.Stop).ConfigureAwait(false)).Cash;
            var order = await play.RestingAsync().ConfigureAwait(false);
            order = order with { OrderQty = Math.Ceiling(2 * cash / order.Price!.Value) };
            var outcome = await play.SubmitAsync(order).ConfigureAwait(false);
            Require(outcome is SubmitOutcome.Rejected { Code: "INSUFFICIENT_BUYING_POWER" }, $"it was not rejected as INSUFFICIENT_BUYING_POWER: {outcome}");
            Require(await play.QueryAsync(order.ClOrdId).ConfigureAwait(false) is OrderQuery.NotFound, "there is an order");
        }) { Lacks = can => can.ChecksMoney ? null : "takes what the account can't pay" },
        new("E12", "the account is known", "a sale of more than is held is sent", "rejected by its proof, INSUFFICIENT_QTY or NO_POSITION", async play =>
        {
            var held = (await play.Venue.Reports.AccountAsync(play.Stop).ConfigureAwait(false)).Positions.GetValueOrDefault(play.Venue.Symbol);
            var sale = play.AtOnce(Side.Sell) with { OrderQty = Math.Ceiling(held) + play.Venue.Qty };
            Require(await play.SubmitAsync(sale).ConfigureAwait(false) is SubmitOutcome.Rejected { Code: "INSUFFICIENT_QTY" or "NO_POSITION" }, "the sale was not rejected");
        })
        { Lacks = can => can.SellsShort ? "sells short" : null },
        new("E13", "nothing", "somebody objects at the last look, or the call is given up before it begins", "not sent; no order", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            var objected = await play.Venue.OrderEntry.SubmitAsync(order, () => "OBJECTED", play.Stop).ConfigureAwait(false);
            Require(objected is SubmitOutcome.NotSent { Reason: "OBJECTED" }, "an objection at the last look did not keep it back");
            var givenUp = await play.Venue.OrderEntry.SubmitAsync(order, () => null, new CancellationToken(canceled: true)).ConfigureAwait(false);
            Require(givenUp is SubmitOutcome.NotSent, $"what was given up before it began was {givenUp}");
            Require(await play.QueryAsync(order.ClOrdId).ConfigureAwait(false) is OrderQuery.NotFound, "there is an order");
        }),
    ];

    internal static void RequireTerms(VenueOrder shown, NewOrderSingle sent, string orderId) => Require(
        (shown.OrderId, shown.Symbol, shown.Side, shown.OrdType, shown.OrderQty, shown.Price, shown.StopPx, shown.TimeInForce)
            == (orderId, sent.Symbol, sent.Side, sent.OrdType, sent.OrderQty, sent.Price, sent.StopPx, sent.TimeInForce),
        $"sent was {sent.Side} {sent.OrderQty} {sent.Symbol} {sent.OrdType} {sent.Price} {sent.StopPx} {sent.TimeInForce}, shown is {shown.Side} {shown.OrderQty} {shown.Symbol} {shown.OrdType} {shown.Price} {shown.StopPx} {shown.TimeInForce}");

    private static void RequireIdTaken(SubmitOutcome outcome) => Require(
        outcome switch
        {
            SubmitOutcome.Unknown { Refusal: null } unknown => unknown.Reason.StartsWith(SubmitOutcome.IdTaken, StringComparison.Ordinal),
            SubmitOutcome.Rejected rejected => rejected.Code == SubmitOutcome.IdTaken,
            _ => false,
        },
        $"a repeated ClOrdId was answered with {outcome}");
}
