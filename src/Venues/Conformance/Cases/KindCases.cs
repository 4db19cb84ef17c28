using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>Orders that the venue treats otherwise than others. What it states of them must be what it does, as the rest is denied before it is sent.</summary>
internal static class KindCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new("E17", "the market is open", "of each kind, an order of every type and time in force that is stated of it is sent, but for the opening auction, far from the market", "each is acknowledged, and found with its terms", async play =>
        {
            foreach (var (kind, symbol, qty) in Samples(play))
            {
                foreach (var (type, timeInForce) in FormsOf(kind.Orders).Where(form => form.Type != OrdType.Market))
                {
                    var order = await FarAsync(play, symbol, qty, type, timeInForce).ConfigureAwait(false);
                    var orderId = await play.AcknowledgedAsync(order).ConfigureAwait(false);
                    OrderCases.RequireTerms(await play.FoundAsync(order.ClOrdId).ConfigureAwait(false), order, orderId);
                }
            }
        }) { Lacks = Lacks },
        new("E18", "the market is open", "of each kind, an order of every type and time in force that is stated of other orders alone is sent", "each is rejected by its proof; no order", async play =>
        {
            foreach (var (kind, symbol, qty) in Samples(play))
            {
                foreach (var (type, timeInForce) in FormsOf(play.Venue.Capabilities.Orders).Where(form => !kind.Takes(form.Type, form.TimeInForce)))
                {
                    var order = await FarAsync(play, symbol, qty, type, timeInForce).ConfigureAwait(false);
                    Require(await play.SubmitAsync(order).ConfigureAwait(false) is SubmitOutcome.Rejected, $"{type} {timeInForce} of {kind.Name} was not rejected");
                    Require(await play.QueryAsync(order.ClOrdId).ConfigureAwait(false) is OrderQuery.NotFound, "there is an order");
                }
            }
        }) { Lacks = Lacks },
        new("E19", "the account is known", "of each kind that is not sold short, a sale of more than is held is sent", "rejected by its proof, INSUFFICIENT_QTY or NO_POSITION", async play =>
        {
            var held = (await play.Venue.Reports.AccountAsync(play.Stop).ConfigureAwait(false)).Positions;
            foreach (var (kind, symbol, qty) in Samples(play).Where(sample => !sample.Kind.SellsShort))
            {
                var (type, timeInForce) = FormsOf(kind.Orders).First();
                var sale = (await FarAsync(play, symbol, Math.Max(0, held.GetValueOrDefault(symbol)) + qty, type, timeInForce).ConfigureAwait(false)) with { Side = Side.Sell };
                var outcome = await play.SubmitAsync(sale).ConfigureAwait(false);
                Require(outcome is SubmitOutcome.Rejected { Code: "INSUFFICIENT_QTY" or "NO_POSITION" }, $"the sale of {kind.Name} was not rejected so: {outcome}");
            }
        }) { Lacks = can => Lacks(can) ?? (can.Kinds.All(kind => kind.SellsShort) ? "sells short" : null) },
    ];

    private static string? Lacks(VenueCapabilities can) => can.Kinds.Count > 0 ? null : "treats all orders alike";

    private static IEnumerable<(OrderKind Kind, string Symbol, decimal Qty)> Samples(ConformancePlay play) => play.Venue.Capabilities.Kinds.Select(kind =>
    {
        var sample = play.Venue.OfKinds.FirstOrDefault(of => play.Venue.Capabilities.KindOf(of.Symbol, of.Qty) == kind);
        Require(sample.Symbol is not null, $"no order is known that is one of {kind.Name}: name a symbol and a quantity in OfKinds");
        return (kind, sample.Symbol!, sample.Qty);
    });

    // Auctions and extended hours have their hours.
    private static IEnumerable<(OrdType Type, TimeInForce TimeInForce)> FormsOf(IReadOnlyDictionary<OrdType, IReadOnlyList<TimeInForce>> orders) =>
        orders.SelectMany(entry => entry.Value.Where(time => time != TimeInForce.Opg).Select(time => (entry.Key, time)));

    private static async Task<NewOrderSingle> FarAsync(ConformancePlay play, string symbol, decimal qty, OrdType type, TimeInForce timeInForce)
    {
        var quote = await play.QuoteAsync(symbol).ConfigureAwait(false);
        var (low, high) = (play.OnTick(quote.Bid!.Value * 0.8m), play.OnTick(quote.Ask!.Value * 1.2m));
        decimal? price = type switch { OrdType.Limit => low, OrdType.StopLimit => high, _ => null };
        return play.Order(type, timeInForce, price, type is OrdType.Stop or OrdType.StopLimit ? high : null) with { Symbol = symbol, OrderQty = qty };
    }
}
