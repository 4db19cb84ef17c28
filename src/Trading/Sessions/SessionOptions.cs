using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Trading.Sessions;

/// <summary>What to do around the market's hours. The session check and the last gate read the same.</summary>
public sealed class SessionOptions
{
    /// <summary>What happens to an order whose market is closed: <c>deny</c> (default) or <c>hold_until_open</c>.</summary>
    [Description("An order whose market is closed: deny, or hold_until_open.")]
    public ClosedMarketPolicy ClosedMarket { get; set; } = ClosedMarketPolicy.Deny;

    /// <summary>Which market a symbol trades at. Default: pairs with a slash at <c>24/7</c>, everything else at <c>XNYS</c>.</summary>
    [Description("The markets of symbols, PATTERN=MARKET with a semicolon between several, the first that fits decides: *.L=XLON;ES*=CMES. Without one a pair is 24/7 and everything else XNYS.")]
    public SymbolMarkets Markets { get; set; } = SymbolMarkets.Default;

    /// <summary>The file with one-off closures, early closes and late opens. Default none. A named file must exist and be whole at the start.</summary>
    [Description("File (JSON) with one-off closures, early closes and late opens, read again whenever it changes; docs/sessions.md.")]
    public string Overrides { get; set; } = "";

    /// <summary>How often that file is looked at. Default 1 s.</summary>
    [Description("How often the file of --session-overrides is looked at.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);
}
