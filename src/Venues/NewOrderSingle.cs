using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>A new order as it goes to a venue (FIX message D).</summary>
public sealed record NewOrderSingle
{
    public required string ClOrdId { get; init; }

    public required string Account { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required OrdType OrdType { get; init; }

    public required decimal OrderQty { get; init; }

    /// <summary>Limit price; for limit and stop limit orders.</summary>
    public decimal? Price { get; init; }

    /// <summary>Trigger price; for stop and stop limit orders.</summary>
    public decimal? StopPx { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required DateTimeOffset TransactTime { get; init; }

    /// <summary>
    /// From then on the venue must not take it any more, UTC; null is no such limit. Where a venue can be told so, it refuses what arrives later
    /// (FIX ExpireTime of the request, not of the order).
    /// </summary>
    public DateTimeOffset? SendDeadline { get; init; }
}
