using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Queries;

/// <summary>What an account may come to, if everything is traded that may be, at the newest quotes: as the rules count it.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Account">The account.</param>
/// <param name="Gross">Longs and shorts together, in the account's currency.</param>
/// <param name="Net">What is held, longs less shorts.</param>
/// <param name="Unpriced">Symbols that nobody quotes and that have cost nothing: they are not counted.</param>
public sealed record AccountExposure(string Venue, string Account, decimal Gross, decimal Net, int Unpriced)
{
    /// <summary>Every account's.</summary>
    public static IReadOnlyList<AccountExposure> All(StoreSession session) =>
        [.. session.Query<AccountKey>("SELECT venue, account FROM accounts ORDER BY venue, account").Select(key => Of(session, key.Venue, key.Account))];

    private static AccountExposure Of(StoreSession session, string venue, string account)
    {
        var holdings = new Dictionary<string, (Holding Holding, decimal CostPx)>();
        foreach (var (symbol, position) in PositionTable.Held(session, account))
        {
            holdings[symbol] = (new Holding(position.Qty, 0, 0), position.CostPx);
        }

        foreach (var row in session.Query<Exposure>(
            "SELECT symbol, strategy_id, buy_qty, sell_qty, traded_qty FROM exposures WHERE account = @account AND (buy_qty <> '0' OR sell_qty <> '0')", new { account }))
        {
            var (holding, cost) = holdings.GetValueOrDefault(row.Symbol);
            holdings[row.Symbol] = (new Holding(holding.Qty, holding.BuyQty + row.BuyQty, holding.SellQty + row.SellQty), cost);
        }

        var (gross, net, unpriced) = (0m, 0m, 0);
        foreach (var (symbol, (holding, cost)) in holdings)
        {
            if (PriceOf(QuoteTable.Latest(session, venue, symbol), cost) is not { } px)
            {
                unpriced++;
                continue;
            }

            gross += holding.Gross * px;
            net += holding.Qty * px;
        }

        return new AccountExposure(venue, account, gross, net, unpriced);
    }

    private static decimal? PriceOf(Quote? quote, decimal cost) => quote switch
    {
        { Bid: > 0 and var bid, Ask: > 0 and var ask } => (bid + ask) / 2,
        { Bid: > 0 and var bid } => bid,
        { Ask: > 0 and var ask } => ask,
        _ => cost > 0 ? cost : null,
    };

    private sealed class AccountKey
    {
        public string Venue { get; set; } = "";

        public string Account { get; set; } = "";
    }
}
