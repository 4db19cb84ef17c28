namespace Pipeline.Messages.Fix;

/// <summary>Whether a symbol trades, as whoever speaks for its market says: FIX SecurityStatus (35=f).</summary>
/// <param name="Symbol">Upper-case ASCII symbol.</param>
/// <param name="Status">The word.</param>
/// <param name="At">When it was said last, by our clock, UTC.</param>
/// <param name="Text">The words it was said in.</param>
public sealed record SecurityStatus(string Symbol, SecurityTradingStatus Status, DateTimeOffset At, string Text);

/// <summary>FIX SecurityTradingStatus (326), as far as venues tell it. A symbol trades at <see cref="Resume"/> and <see cref="ReadyToTrade"/> only.</summary>
public enum SecurityTradingStatus
{
    OpeningDelay = 1,
    TradingHalt = 2,
    Resume = 3,
    NoOpenNoResume = 4,
    ReadyToTrade = 17,
    NotAvailableForTrading = 18,
    UnknownOrInvalid = 20,
}
