using System.Collections.Concurrent;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>Notes when each order's first call begins, and which orders it is called for again, then passes the call on.</summary>
internal sealed class TimedOrderEntry(IOrderEntry inner, TimeProvider clock) : IOrderEntry
{
    public ConcurrentDictionary<string, DateTimeOffset> CalledAt { get; } = new();

    /// <summary>Orders of which there was more than one call; one entry for each call too many.</summary>
    public ConcurrentBag<string> CalledAgain { get; } = [];

    public string Adapter => inner.Adapter;

    public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => inner.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (!CalledAt.TryAdd(order.ClOrdId, clock.GetUtcNow()))
        {
            CalledAgain.Add(order.ClOrdId);
        }

        return inner.SubmitAsync(order, lastLook, cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        inner.CancelAsync(request, cancellationToken);
}
