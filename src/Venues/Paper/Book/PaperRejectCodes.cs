namespace Pipeline.Venues.Paper;

/// <summary>The codes under which the venue rejects an order.</summary>
public static class PaperRejectCodes
{
    internal const string MissingClOrdId = "MISSING_CL_ORD_ID";
    internal const string Unsupported = "UNSUPPORTED";
    internal const string DuplicateClOrdId = "DUPLICATE_CL_ORD_ID";
    internal const string UnknownAccount = "UNKNOWN_ACCOUNT";
    internal const string InvalidSymbol = "INVALID_SYMBOL";
    internal const string InvalidOrderQty = "INVALID_ORDER_QTY";
    internal const string UnsupportedTimeInForce = "UNSUPPORTED_TIME_IN_FORCE";
    internal const string InvalidPrice = "INVALID_PRICE";
    internal const string InvalidStopPx = "INVALID_STOP_PX";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MissingClOrdId, Unsupported, DuplicateClOrdId, UnknownAccount, InvalidSymbol, InvalidOrderQty,
        UnsupportedTimeInForce, InvalidPrice, InvalidStopPx,
    ];
}
