using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The account at market prices.</summary>
internal static class Valuation
{
    /// <summary>Cash and the positions at the middle of the current quote, or at the last trade where a side is missing.</summary>
    public static AccountState Value(BookTables tables, IQuoteSource quotes, string account, DateTimeOffset now)
    {
        var cash = tables.Cash();
        var positions = tables.Positions().Where(position => position.Qty != 0).ToList();
        var equity = cash + positions.Sum(position => position.Qty * (Middle(quotes.Latest(position.Symbol, now)) ?? position.LastPx));
        return new AccountState(account, cash, equity, positions.ToDictionary(position => position.Symbol, position => position.Qty), now);
    }

    private static decimal? Middle(Quote? quote) => (quote?.Bid + quote?.Ask) / 2;
}
