using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>A quote and what is left of the sizes it showed: a displayed size is traded against once.</summary>
/// <param name="Quote">The quote, or null while the symbol has none.</param>
/// <param name="BidLeft">What sells may still take.</param>
/// <param name="AskLeft">What buys may still take.</param>
public readonly record struct DisplayedQuote(Quote? Quote, decimal BidLeft, decimal AskLeft)
{
    /// <summary>A quote nobody has traded against yet.</summary>
    public static DisplayedQuote Of(Quote? quote) => new(quote, quote?.BidSize ?? 0, quote?.AskSize ?? 0);

    /// <summary>The quantity an order of this side may still take.</summary>
    public decimal Left(Side side) => side == Side.Buy ? AskLeft : BidLeft;

    /// <summary>The same quote after an order of this side took <paramref name="qty"/>.</summary>
    public DisplayedQuote Take(Side side, decimal qty) =>
        side == Side.Buy ? this with { AskLeft = AskLeft - qty } : this with { BidLeft = BidLeft - qty };
}
