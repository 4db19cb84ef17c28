using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Trading.Rules;

/// <summary>How validation works. What it denies by stands in the limits file.</summary>
public sealed class ValidationOptions
{
    /// <summary>
    /// The file with the operator's limits (docs/limits.schema.json). Every process that validates, takes intents or follows the venue
    /// reads it, and looks at it again and again. Default none: then the paper venue has its defaults, and no other venue is traded at.
    /// </summary>
    [DisplayName("limits")]
    [Description("File with the operator's limits; without it the paper venue has its defaults.")]
    public string Limits { get; set; } = "";

    /// <summary>How often the limits file is looked at for changes. Default 5 s.</summary>
    [DisplayName("limits_interval")]
    [Description("How often the limits file is looked at for changes.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LimitsInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a new order waits for a quote that is fetched for it, from when it was proposed or this process began, whichever is
    /// later; then it is denied. After a crash another process may need 5 s before it fetches any. Default 10 s; zero waits for
    /// nothing. A venue that is asked directly has no other quote to wait for. A replacement waits until its <c>valid_until</c>, and so does every order
    /// while the venue has answered no question for quotes for so long, where <c>submission.venue_down</c> holds orders for it.
    /// </summary>
    [Description("How long a new order waits for a quote that is fetched for it, before it is denied; 0 waits for nothing.")]
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan QuoteWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Oldest state of the account a rule may rely on; while it is older, orders wait. Default 5 minutes.</summary>
    [Description("Oldest state of the account a rule may rely on; while it is older, orders wait.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxAccountAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Oldest statement of what a venue asks of the orders in a symbol (ticks, lots, fractions, short sales) that a rule may rely on; what is older is
    /// asked again, and waited for like a quote. Reconciliation asks every hour while a symbol has an open order. Default 1 day.
    /// </summary>
    [Description("Oldest statement of what a venue asks of the orders in a symbol that a rule may rely on.")]
    [Range(typeof(TimeSpan), "02:00:00", "30.00:00:00")]
    public TimeSpan MaxInstrumentAge { get; set; } = TimeSpan.FromDays(1);
}
