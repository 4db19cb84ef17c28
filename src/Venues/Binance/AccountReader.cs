using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The account in the pipeline's terms: the cash asset is cash, the coins of each pair are that pair's position, and both together at the middle of
/// the book are equity; where nobody quotes, at the last trade that the market has just told of. Other assets are no part of it.
/// </summary>
internal sealed class AccountReader(
    string account, BinanceReads reads, Pairs pairs, Func<IEnumerable<string>, IReadOnlyList<LastTrade>> trades, TimeProvider clock)
{
    private const string Unstated = "Binance does not state what is held is worth";

    private static readonly TimeSpan OldestTrade = TimeSpan.FromMinutes(1);

    /// <exception cref="VenueUnavailableException">Balances, or the quotes of what is held, are not stated.</exception>
    public async Task<AccountState> ReadAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var balances = (await reads.BalancesAsync(cancellationToken).ConfigureAwait(false)).Require("Binance does not state the account");
        var held = pairs.All.Where(pair => balances.GetValueOrDefault(pair.Base) != 0).ToDictionary(pair => pair.Symbol, pair => balances[pair.Base]);
        var (quotes, unknown) = await QuotesAsync([.. held.Keys], cancellationToken).ConfigureAwait(false);
        var cash = balances.GetValueOrDefault(pairs.Cash);
        return new AccountState(account, cash, cash + held.Where(position => !unknown.Contains(position.Key)).Sum(position => position.Value * PriceOf(position.Key, quotes, at)), held, at);
    }

    // Of all at once; where Binance refuses that for one which it has taken out, of each by itself. What it has no symbol for can't be sold there, and is worth nothing here.
    private async Task<(IReadOnlyList<Quote> Quotes, IReadOnlyCollection<string> Unknown)> QuotesAsync(IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        var answer = await reads.QuotesAsync(symbols, cancellationToken).ConfigureAwait(false);
        if (answer is not VenueAnswer<IReadOnlyList<Quote>>.Unavailable { Fault: VenueFault.Refused })
        {
            return (answer.Require(Unstated), []);
        }

        var (quotes, unknown) = (new List<Quote>(), new List<string>());
        foreach (var symbol in symbols)
        {
            if (await reads.IsKnownAsync(symbol, cancellationToken).ConfigureAwait(false))
            {
                quotes.AddRange((await reads.QuotesAsync([symbol], cancellationToken).ConfigureAwait(false)).Require(Unstated));
            }
            else
            {
                unknown.Add(symbol);
            }
        }

        return (quotes, unknown);
    }

    private decimal PriceOf(string symbol, IReadOnlyList<Quote> quotes, DateTimeOffset at) => quotes.FirstOrDefault(quote => quote.Symbol == symbol) switch
    {
        { Bid: { } bid, Ask: { } ask } => (bid + ask) / 2,
        { } quote when (quote.Bid ?? quote.Ask) is { } price => price,
        _ when trades([symbol]).FirstOrDefault(trade => at - trade.At < OldestTrade) is { } last => last.LastPx,
        _ => throw new VenueUnavailableException($"Binance quotes no price of {symbol}, which is held"),
    };
}
