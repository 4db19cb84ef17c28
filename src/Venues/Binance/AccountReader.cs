using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The account in the pipeline's terms: the cash asset is cash, the coins of each pair are that pair's position, and both together at the middle of
/// the book are equity; where nobody quotes, at the last trade that the market has just told of. Other assets are no part of it.
/// </summary>
internal sealed class AccountReader(
    string account, BinanceReads reads, Pairs pairs, Func<IEnumerable<string>, IReadOnlyList<LastTrade>> trades, TimeProvider clock)
{
    private static readonly TimeSpan OldestTrade = TimeSpan.FromMinutes(1);

    /// <exception cref="VenueUnavailableException">Balances, or the quotes of what is held, are not stated.</exception>
    public async Task<AccountState> ReadAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var balances = (await reads.BalancesAsync(cancellationToken).ConfigureAwait(false)).Require("Binance does not state the account");
        var held = pairs.All.Where(pair => balances.GetValueOrDefault(pair.Base) != 0).ToDictionary(pair => pair.Symbol, pair => balances[pair.Base]);
        var quotes = (await reads.QuotesAsync(held.Keys, cancellationToken).ConfigureAwait(false)).Require("Binance does not state what is held is worth");
        var cash = balances.GetValueOrDefault(pairs.Cash);
        return new AccountState(account, cash, cash + held.Sum(position => position.Value * PriceOf(position.Key, quotes, at)), held, at);
    }

    private decimal PriceOf(string symbol, IReadOnlyList<Quote> quotes, DateTimeOffset at) => quotes.FirstOrDefault(quote => quote.Symbol == symbol) switch
    {
        { Bid: { } bid, Ask: { } ask } => (bid + ask) / 2,
        { } quote when (quote.Bid ?? quote.Ask) is { } price => price,
        _ when trades([symbol]).FirstOrDefault(trade => at - trade.At < OldestTrade) is { } last => last.LastPx,
        _ => throw new VenueUnavailableException($"Binance quotes no price of {symbol}, which is held"),
    };
}
