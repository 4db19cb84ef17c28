using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Reads trades as Binance lists them and as its stream tells them, alike to the last digit. Pure.</summary>
/// <param name="account">The account reported on.</param>
/// <param name="pairs">The pairs that are traded.</param>
internal sealed class TradeReader(string account, Pairs pairs)
{
    private const string FeeType = "COMMISSION";

    /// <summary>A trade found in the list, which names its order by Binance's own id alone.</summary>
    /// <param name="trade">The trade.</param>
    /// <param name="order">Its order; null when Binance no longer knows it.</param>
    /// <exception cref="FormatException">A field is missing without which it can't be booked.</exception>
    public IReadOnlyList<VenueNews> NewsOf(TradeDocument trade, OrderDocument? order)
    {
        var pair = pairs.Required(trade.Symbol);
        var (qty, filled) = (order?.OrigQty ?? 0, order?.ExecutedQty ?? 0);
        return NewsOf(pair, trade.Id, trade.Qty, trade.Price, trade.Commission, trade.CommissionAsset, new ExecutionReport
        {
            Venue = OrderReader.Venue,
            Account = account,
            OrderId = Fields.OrderId(pair, Fields.Required(trade.OrderId, "orderId")),
            ClOrdId = order?.ClientOrderId,
            ExecType = ExecType.Trade,
            OrdStatus = order is not null && filled < qty ? OrdStatus.PartiallyFilled : OrdStatus.Filled,
            Symbol = pair.Symbol,
            Side = Fields.Required(trade.IsBuyer, "isBuyer") ? Side.Buy : Side.Sell,
            OrderQty = order is null ? Fields.Required(trade.Qty, "qty") : qty,
            CumQty = order is null ? Fields.Required(trade.Qty, "qty") : filled,
            LeavesQty = order is null || BinanceWords.IsOver(order.Status) ? 0 : Math.Max(0, qty - filled),
            Unread = UnknownFields.RawOf(trade.More),
            TransactTime = Fields.Time(trade.Time, "time"),
        });
    }

    /// <summary>
    /// Adds to a report what one trade did, with what was taken for it. A commission in the pair's own coin or in cash goes with the trade; in
    /// another coin that is held as a position it is an entry of its own, since it comes out of that.
    /// </summary>
    public IReadOnlyList<VenueNews> NewsOf(
        Pair pair, long? tradeId, decimal? qty, decimal? price, decimal? commission, string? asset, ExecutionReport report)
    {
        var id = Fields.Required(tradeId, "trade id") is >= 0 and var number ? Fields.ExecId(pair, number) : throw new FormatException($"trade id {tradeId} is none");
        var trade = report with { ExecId = id, LastQty = Fields.Positive(qty, "quantity of the trade"), LastPx = Fields.Positive(price, "price of the trade") };
        if (commission is null or 0)
        {
            return [new VenueNews(trade, trade.TransactTime)];
        }

        var taken = Fields.Required(asset, "commission asset");
        return taken != pair.Base && pairs.OfCoin(taken) is { } from
            ? [new VenueNews(trade, trade.TransactTime), new VenueNews(FeeOf(trade, from, commission.Value))]
            : [new VenueNews(trade with { Commission = commission, CommCurrency = taken }, trade.TransactTime)];
    }

    private FeeReport FeeOf(ExecutionReport trade, Pair from, decimal amount) => new()
    {
        Venue = OrderReader.Venue,
        Account = account,
        FeeId = $"{trade.ExecId}/commission",
        FeeType = FeeType,
        Amount = amount,
        Currency = from.Base,
        Symbol = from.Symbol,
        OrderId = trade.OrderId,
        ExecId = trade.ExecId,
        Text = $"commission of trade {trade.ExecId}",
        TransactTime = trade.TransactTime,
    };
}
