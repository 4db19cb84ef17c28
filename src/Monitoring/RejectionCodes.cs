using Pipeline.Trading.Reconciliation;

namespace Pipeline.Monitoring;

/// <summary>The codes that adapters have for a venue's rejections. Another one is counted as other.</summary>
internal static class RejectionCodes
{
    /// <summary>The venue has rejected an order in a report, which has no code of ours.</summary>
    public const string ByReport = "REPORTED";

    public static IReadOnlyList<string> All { get; } =
    [
        ByReport, VenueRejection.NoPosition, VenueRejection.InsufficientQty, "INSUFFICIENT_BUYING_POWER", "WASH_TRADE", "FORBIDDEN", "PDT", "UNAUTHORIZED",
        "INSTRUMENT_RULES", "UNKNOWN_SYMBOL", "MARKET_CLOSED", "UNPROCESSABLE", "INVALID_REQUEST", "DUPLICATE_CL_ORD_ID", "MISSING_CL_ORD_ID", "UNKNOWN_ACCOUNT",
        "INVALID_SYMBOL", "INVALID_ORDER_QTY", "UNSUPPORTED", "UNSUPPORTED_TIME_IN_FORCE", "INVALID_PRICE", "INVALID_STOP_PX",
    ];
}
