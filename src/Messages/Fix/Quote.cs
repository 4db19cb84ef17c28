namespace Pipeline.Messages.Fix;

/// <summary>The best bid and offer of one symbol at one instant. A side without a price has no quote.</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="At">When the quote was made, UTC.</param>
/// <param name="Bid">Best bid price, or null when nobody bids.</param>
/// <param name="BidSize">Quantity shown at the bid.</param>
/// <param name="Ask">Best offer price, or null when nobody offers.</param>
/// <param name="AskSize">Quantity shown at the offer.</param>
public sealed record Quote(string Symbol, DateTimeOffset At, decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize)
{
    /// <summary>The price an order of this side would take: the offer for a buy, the bid for a sell.</summary>
    public decimal? Touch(Side side) => side == Side.Buy ? Ask : Bid;

    /// <summary>The quantity shown at <see cref="Touch"/>.</summary>
    public decimal TouchSize(Side side) => side == Side.Buy ? AskSize : BidSize;
}
