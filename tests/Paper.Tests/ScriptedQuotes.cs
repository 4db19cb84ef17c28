using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

/// <summary>A market that shows exactly the quotes a test gives it.</summary>
internal sealed class ScriptedQuotes : IQuoteSource
{
    private readonly List<Quote> _quotes = [];

    public Quote Show(DateTimeOffset at, decimal? bid, decimal bidSize, decimal? ask, decimal askSize, string symbol = Sample.Symbol)
    {
        var quote = new Quote(symbol, at, bid, bidSize, ask, askSize);
        _quotes.Add(quote);
        return quote;
    }

    public Quote? Latest(string symbol, DateTimeOffset now) => _quotes.LastOrDefault(quote => quote.Symbol == symbol && quote.At <= now);

    public IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until) =>
        _quotes.Where(quote => quote.Symbol == symbol && quote.At > after && quote.At <= until);
}
