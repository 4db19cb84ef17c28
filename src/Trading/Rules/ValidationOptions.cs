using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Trading.Rules;

/// <summary>
/// The operator's limits. The defaults are the paper venue's. Validation denies by them; a fill policy leaves alone what they would deny.
/// </summary>
public sealed class ValidationOptions
{
    /// <summary>Largest quantity of one order. Default 100,000.</summary>
    [Description("Largest quantity of one order.")]
    [Range(typeof(decimal), "0.00000001", "1000000000000")]
    public decimal MaxOrderQty { get; set; } = 100_000;

    /// <summary>Largest value of one order, in the account's currency. Default 10,000,000.</summary>
    [Description("Largest value of one order, in the account's currency.")]
    [Range(typeof(decimal), "0.01", "1000000000000")]
    public decimal MaxOrderNotional { get; set; } = 10_000_000;

    /// <summary>How far a limit or stop price may be from the quoted price, either way, per cent. Default 10.</summary>
    [Description("How far a limit or stop price may be from the quoted price, per cent.")]
    [Range(typeof(decimal), "0.01", "100")]
    public decimal CollarPct { get; set; } = 10;

    /// <summary>Oldest quote a rule may rely on. Default 5 s.</summary>
    [Description("Oldest quote a rule may rely on.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan MaxQuoteAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a new order waits for a quote that is fetched for it, from when it was proposed or this process began, whichever is
    /// later; then it is denied. After a crash another process may need 5 s before it fetches any. Default 10 s; zero waits for
    /// nothing. A venue that is asked directly has no other quote to wait for. A replacement waits until its <c>valid_until</c>.
    /// </summary>
    [Description("How long a new order waits for a quote that is fetched for it, before it is denied; 0 waits for nothing.")]
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan QuoteWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Oldest state of the account a rule may rely on; while it is older, orders wait. Default 5 minutes.</summary>
    [Description("Oldest state of the account a rule may rely on; while it is older, orders wait.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxAccountAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the same content in another slot is held as a suspected duplicate, counted from the first order's arrival.
    /// Default 60 s; zero holds nothing.
    /// </summary>
    [Description("How long the same content in another slot is held as a suspected duplicate; 0 holds nothing.")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromSeconds(60);

    public RuleLimits ToLimits() => new()
    {
        MaxOrderQty = MaxOrderQty,
        MaxOrderNotional = MaxOrderNotional,
        CollarPct = CollarPct,
        MaxQuoteAge = MaxQuoteAge,
        DuplicateWindow = DuplicateWindow,
    };
}
