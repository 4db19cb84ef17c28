using System.ComponentModel;

namespace Pipeline.Trading.Sessions;

/// <summary>What to do around the market's hours. The session check and the last gate read the same.</summary>
public sealed class SessionOptions
{
    /// <summary>What happens to an order whose market is closed: <c>deny</c> (default) or <c>hold_until_open</c>.</summary>
    [Description("An order whose market is closed: deny, or hold_until_open.")]
    public ClosedMarketPolicy ClosedMarket { get; set; } = ClosedMarketPolicy.Deny;
}
