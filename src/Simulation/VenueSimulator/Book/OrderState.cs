namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What changes of an order, as it was at one instant. Answers and events show the state they were made from.</summary>
internal sealed record OrderState
{
    public required string Status { get; init; }

    public required decimal OrderQty { get; init; }

    public decimal? Price { get; init; }

    public decimal? StopPx { get; init; }

    public decimal CumQty { get; init; }

    /// <summary>Quantity times price, over all trades.</summary>
    public decimal Value { get; init; }

    public decimal? AvgPx => CumQty > 0 ? Value / CumQty : null;

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FilledAt { get; init; }

    public DateTimeOffset? ExpiredAt { get; init; }

    public DateTimeOffset? CanceledAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public DateTimeOffset? ReplacedAt { get; init; }

    public string? ReplacedBy { get; init; }

    /// <summary>How it had been closed before fills that came too late made it filled; null when they did not.</summary>
    public string? ClosedAs { get; init; }

    /// <summary>The state after a split; what it has cost stays.</summary>
    public OrderState Split(decimal ratio) => this with
    {
        OrderQty = OrderQty * ratio,
        CumQty = CumQty * ratio,
        Price = Price / ratio,
        StopPx = StopPx / ratio,
    };
}

/// <summary>Alpaca's words for the states of an order.</summary>
internal static class OrderStatuses
{
    public const string Accepted = "accepted";
    public const string PendingNew = "pending_new";
    public const string New = "new";
    public const string PartiallyFilled = "partially_filled";
    public const string Filled = "filled";
    public const string Canceled = "canceled";
    public const string Expired = "expired";
    public const string Rejected = "rejected";
    public const string Replaced = "replaced";
    public const string PendingCancel = "pending_cancel";
    public const string PendingReplace = "pending_replace";

    /// <summary>True when the order has come to its end.</summary>
    public static bool IsTerminal(string status) => status is Filled or Canceled or Expired or Rejected or Replaced;

    /// <summary>True while the venue has not put the order to work.</summary>
    public static bool AwaitsWork(string status) => status is Accepted or PendingNew;

    /// <summary>The state of an order at work.</summary>
    public static string Working(decimal cumQty) => cumQty > 0 ? PartiallyFilled : New;
}
