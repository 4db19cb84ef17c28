namespace Pipeline.Messages.Fix;

/// <summary>Whether a symbol trades, as its venue says: FIX SecurityStatus (35=f).</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="Status">The word.</param>
/// <param name="At">When the venue said so, by our clock, UTC.</param>
/// <param name="Text">The venue's own words.</param>
public sealed record SecurityStatus(string Symbol, SecurityTradingStatus Status, DateTimeOffset At, string Text);

/// <summary>FIX SecurityTradingStatus (326), as far as venues tell it: 2 halt, 17 ready to trade, 18 not available.</summary>
public enum SecurityTradingStatus
{
    TradingHalt = 2,
    ReadyToTrade = 17,
    NotAvailableForTrading = 18,
}
