using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Facts;

/// <summary>
/// What an order's account holds, and what of it may still be traded, without the order itself: an order that is validated again holds its
/// own reservation already, and must not count itself twice.
/// </summary>
internal sealed class Holdings(StoreSession session, FactsOf of)
{
    private readonly Order order = of.Order;
    private readonly IReadOnlyList<Exposure> ofSymbol = ExposureTable.OfSymbol(session, of.Order.Account, of.Order.Symbol);
    private readonly Dictionary<string, decimal?> quoted = [];
    private IReadOnlyList<Exposure>? all;
    private Portfolio? ofAccount;

    /// <summary>The order's symbol.</summary>
    /// <param name="strategy">Of one strategy, counted by what its own orders have traded; of the whole account when null.</param>
    public Holding OfSymbol(string? strategy)
    {
        var exposures = ofSymbol.Where(row => strategy is null || row.StrategyId == strategy).ToList();
        var qty = strategy is null ? PositionTable.Of(session, order.Account, order.Symbol).Qty : exposures.Sum(row => row.TradedQty);
        var holding = new Holding(qty, exposures.Sum(row => row.BuyQty), exposures.Sum(row => row.SellQty)).With(order.Side, -order.ReservedQty);
        return of.Ahead.Where(line => line.Symbol == order.Symbol && (strategy is null || line.Slot.StrategyId == strategy))
            .Aggregate(holding, (sum, line) => sum.With(line.Side, line.Terms.Qty));
    }

    /// <summary>All other symbols, each at its newest quote, however old, or at what the position cost.</summary>
    /// <param name="strategy">Of one strategy; of the whole account when null, which several scopes ask for.</param>
    public Portfolio Others(string? strategy) => strategy is null ? ofAccount ??= Sum(null) : Sum(strategy);

    /// <summary>What trades have lost at the newest quotes; negative for a gain, null where nobody quotes what is left of them.</summary>
    public decimal? LossOf(IReadOnlyList<DayTrade> trades)
    {
        decimal? loss = 0;
        foreach (var trade in trades)
        {
            loss += trade.Cost - (trade.Qty == 0 ? 0 : trade.Qty * PriceOf(trade.Symbol, 0));
        }

        return loss;
    }

    private Portfolio Sum(string? strategy)
    {
        var holdings = new Dictionary<string, (Holding Holding, decimal CostPx)>();
        void Add(string symbol, Func<Holding, Holding> change, decimal costPx = 0)
        {
            if (symbol != order.Symbol)
            {
                var (holding, cost) = holdings.GetValueOrDefault(symbol);
                holdings[symbol] = (change(holding), costPx > 0 ? costPx : cost);
            }
        }

        foreach (var (symbol, position) in strategy is null ? PositionTable.Held(session, order.Account) : [])
        {
            Add(symbol, holding => holding with { Qty = position.Qty }, position.CostPx);
        }

        foreach (var row in (all ??= ExposureTable.All(session, order.Account)).Where(row => strategy is null || row.StrategyId == strategy))
        {
            Add(row.Symbol, holding => new Holding(
                strategy is null ? holding.Qty : holding.Qty + row.TradedQty, holding.BuyQty + row.BuyQty, holding.SellQty + row.SellQty));
        }

        foreach (var line in of.Ahead.Where(line => strategy is null || line.Slot.StrategyId == strategy))
        {
            Add(line.Symbol, holding => holding.With(line.Side, line.Terms.Qty));
        }

        return holdings.Where(entry => entry.Value.Holding != Holding.Flat).Aggregate(Portfolio.Empty, (sum, entry) =>
            PriceOf(entry.Key, entry.Value.CostPx) is { } px ? sum.With(entry.Value.Holding, px) : sum with { Unpriced = entry.Key });
    }

    private decimal? PriceOf(string symbol, decimal costPx)
    {
        if (!quoted.TryGetValue(symbol, out var px))
        {
            quoted[symbol] = px = MiddleOf(of.QuoteOf(symbol));
        }

        return px ?? (costPx > 0 ? costPx : null);
    }

    private static decimal? MiddleOf(Quote? quote) => quote switch
    {
        { Bid: > 0 and var bid, Ask: > 0 and var ask } => (bid + ask) / 2,
        { Bid: > 0 and var bid } => bid,
        { Ask: > 0 and var ask } => ask,
        _ => null,
    };
}
