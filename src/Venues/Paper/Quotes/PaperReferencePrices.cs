using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The market the paper venue fills from, for the rules to measure an order against.</summary>
public sealed class PaperReferencePrices(IQuoteSource quotes) : IReferencePrices
{
    /// <inheritdoc/>
    public Quote? Latest(string symbol, DateTimeOffset now) => quotes.Latest(symbol, now);
}
