namespace Pipeline.Messages.Fix;

/// <summary>Whether a whole market trades, besides its hours: FIX TradingSessionStatus (35=h).</summary>
/// <param name="Market">Its code, <c>XNYS</c> for example.</param>
/// <param name="Status">The word.</param>
/// <param name="At">When it was said last, by our clock, UTC.</param>
/// <param name="Until">When the status ends by itself; null while nobody has said.</param>
/// <param name="Text">The words it was said in.</param>
public sealed record MarketStatus(string Market, TradSesStatus Status, DateTimeOffset At, DateTimeOffset? Until, string Text);

/// <summary>FIX TradSesStatus (340), as far as markets tell it.</summary>
public enum TradSesStatus
{
    Unknown = 0,
    Halted = 1,
    Open = 2,
    Closed = 3,
}
