namespace Pipeline.Trading.Reconciliation;

/// <summary>What rejections of a venue, of orders and of cancels alike, say about the account.</summary>
public static class VenueRejection
{
    /// <summary>So many identical ones in a symbol open the breaker.</summary>
    public const int BreakerLimit = 3;

    /// <summary>The venue refuses to sell what it says is not held.</summary>
    public const string NoPosition = "NO_POSITION";

    /// <summary>The venue has less of it than the order asks for.</summary>
    public const string InsufficientQty = "INSUFFICIENT_QTY";

    /// <summary>The venue refuses to cancel what is over.</summary>
    public const string TooLateToCancel = "TOO_LATE_TO_CANCEL";

    /// <summary>The venue refuses to cancel what it does not know.</summary>
    public const string UnknownOrder = "UNKNOWN_ORDER";

    /// <summary>The venue took a request to cancel and refuses it afterwards.</summary>
    public const string CancelRefused = "CANCEL_REFUSED";

    /// <summary>Identical ones count when they come within this.</summary>
    public static readonly TimeSpan BreakerWindow = TimeSpan.FromMinutes(10);

    /// <summary>Whether the venue's view seems to differ from ours: then the two are compared at once, and nothing is tried again.</summary>
    public static bool ContradictsUs(string code) => code is NoPosition or InsufficientQty or TooLateToCancel or UnknownOrder or CancelRefused;

    /// <summary>The venue's words without what differs from one time to the next: ids, quantities, prices.</summary>
    public static string Normalized(string text) => string.Join(
        ' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Any(char.IsDigit) ? "#" : word));
}
