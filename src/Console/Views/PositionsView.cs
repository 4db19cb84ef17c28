using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.WebConsole.Views;

/// <summary>What is held.</summary>
/// <param name="Rows">By symbol.</param>
/// <param name="Breaks">Open breaks of the account.</param>
public sealed record PositionsView(IReadOnlyList<PositionRow> Rows, int Breaks)
{
    /// <summary>Symbols that are held and have no quote, so that no sum has them.</summary>
    public int Unquoted => Rows.Count(row => row.Qty != 0 && row.Quoted is null);

    public decimal LongValue => Rows.Sum(row => Math.Max(0, row.Value ?? 0));

    public decimal ShortValue => Rows.Sum(row => Math.Min(0, row.Value ?? 0));

    public decimal Unrealized => Rows.Sum(row => row.Unrealized ?? 0);

    public decimal Realized => Rows.Sum(row => row.Realized);

    public static PositionsView Of(StoreSession session, ProcessFacts process, IReferencePrices? prices, DateTimeOffset now)
    {
        var positions = PositionTable.All(session, process.Account);
        var open = ExposureTable.All(session, process.Account).GroupBy(row => row.Symbol)
            .ToDictionary(symbol => symbol.Key, symbol => (Buy: symbol.Sum(row => row.BuyQty), Sell: symbol.Sum(row => row.SellQty)));
        var rows = positions.Keys.Union(open.Where(entry => entry.Value != default).Select(entry => entry.Key)).Order(StringComparer.Ordinal).Select(symbol =>
        {
            var position = positions.GetValueOrDefault(symbol) ?? Trading.Ledger.Position.Flat;
            var (buy, sell) = open.GetValueOrDefault(symbol);
            var quoted = Middle(prices is null ? QuoteTable.Latest(session, process.Venue, symbol) : prices.Latest(symbol, now));
            return new PositionRow(symbol, position.Qty, position.CostPx, quoted, position.RealizedPnl, buy, sell);
        });
        return new PositionsView([.. rows], BreakTable.Open(session, process.Venue, process.Account).Count);
    }

    private static decimal? Middle(Quote? quote) => quote switch
    {
        { Bid: > 0 and var bid, Ask: > 0 and var ask } => (bid + ask) / 2,
        { Bid: > 0 and var bid } => bid,
        { Ask: > 0 and var ask } => ask,
        _ => null,
    };
}

/// <summary>A symbol.</summary>
/// <param name="Symbol">Which.</param>
/// <param name="Qty">Held, short is negative.</param>
/// <param name="CostPx">Average price of what is held.</param>
/// <param name="Quoted">The middle of the newest quote; null without one.</param>
/// <param name="Realized">Profit of what was closed.</param>
/// <param name="BuyQty">What open orders may still buy.</param>
/// <param name="SellQty">What open orders may still sell.</param>
public sealed record PositionRow(string Symbol, decimal Qty, decimal CostPx, decimal? Quoted, decimal Realized, decimal BuyQty, decimal SellQty)
{
    public decimal? Value => Qty == 0 ? 0 : Quoted * Qty;

    public decimal? Unrealized => Qty == 0 ? 0 : (Quoted - CostPx) * Qty;
}
