using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>How far the matching of one symbol has come, kept in the book because any process may go on from there.</summary>
/// <param name="SeenUntil">The quotes up to here have been matched.</param>
/// <param name="QuoteAt">The newest quote that was matched, or null.</param>
/// <param name="BidLeft">What is left of its bid size.</param>
/// <param name="AskLeft">What is left of its ask size.</param>
internal sealed record SymbolState(DateTimeOffset SeenUntil, DateTimeOffset? QuoteAt, decimal BidLeft, decimal AskLeft)
{
    public static SymbolState Of(DateTimeOffset seenUntil, DisplayedQuote shown) =>
        new(seenUntil, shown.Quote?.At, shown.BidLeft, shown.AskLeft);

    /// <summary>The quote with what is left of it; a quote that was never matched is whole.</summary>
    public DisplayedQuote Show(Quote? quote) =>
        quote is not null && quote.At == QuoteAt ? new DisplayedQuote(quote, BidLeft, AskLeft) : DisplayedQuote.Of(quote);
}
