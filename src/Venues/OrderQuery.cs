using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>The answer to a look-up by ClOrdId. Not found and not answered are different facts.</summary>
public abstract record OrderQuery
{
    private OrderQuery()
    {
    }

    /// <summary>The venue has it.</summary>
    /// <param name="Order">The order's terms and status as the venue states them.</param>
    public sealed record Found(VenueOrder Order) : OrderQuery;

    /// <summary>The venue answered that it has no such order. Soon after a send this proves nothing.</summary>
    public sealed record NotFound : OrderQuery;

    /// <summary>The venue did not answer. Proves nothing.</summary>
    /// <param name="Fault">How it failed to.</param>
    /// <param name="Reason">For people.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone; null when it did not say.</param>
    public sealed record Unavailable(VenueFault Fault, string Reason, TimeSpan? RetryAfter = null) : OrderQuery;
}

/// <summary>An order as a venue describes it.</summary>
public sealed record VenueOrder
{
    /// <summary>The client's id of it; empty when it was placed without one, in the broker's own screen for example.</summary>
    public required string ClOrdId { get; init; }

    public required string OrderId { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Which way; null only of an order that is none of ours, in a word that nobody knows.</summary>
    public required Side? Side { get; init; }

    /// <summary>Null as <see cref="Side"/> is: what is not known is never what was sent.</summary>
    public required OrdType? OrdType { get; init; }

    public required decimal OrderQty { get; init; }

    public decimal? Price { get; init; }

    public decimal? StopPx { get; init; }

    /// <inheritdoc cref="OrdType"/>
    public required TimeInForce? TimeInForce { get; init; }

    public required OrdStatus OrdStatus { get; init; }

    public required decimal CumQty { get; init; }

    /// <summary>Average price of what has filled; null without a fill, or where the venue does not say.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>When the order last changed.</summary>
    public required DateTimeOffset TransactTime { get; init; }
}
