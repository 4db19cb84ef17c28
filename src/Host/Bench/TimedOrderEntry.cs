using System.Collections.Concurrent;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>Notes when each order's call begins, then passes it on.</summary>
internal sealed class TimedOrderEntry(IOrderEntry inner, TimeProvider clock) : IOrderEntry
{
    public ConcurrentDictionary<string, DateTimeOffset> CalledAt { get; } = new();

    public string Adapter => inner.Adapter;

    public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => inner.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        CalledAt[order.ClOrdId] = clock.GetUtcNow();
        return inner.SubmitAsync(order, lastLook, cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        inner.CancelAsync(request, cancellationToken);
}
