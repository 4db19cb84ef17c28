using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// What the venue's orders may meet of a market that is quoted around the clock: a resting order trades only in session.
/// The newest quote is the market's as it stands, in session or not.
/// </summary>
/// <param name="market">All quotes.</param>
/// <param name="isOpen">Whether a symbol's market is in session at an instant.</param>
public sealed class InSessionQuotes(IQuoteSource market, Func<string, DateTimeOffset, bool> isOpen) : IQuoteSource
{
    public Quote? Latest(string symbol, DateTimeOffset now) => market.Latest(symbol, now);

    public IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until) =>
        market.Between(symbol, after, until).Where(quote => isOpen(symbol, quote.At));
}
