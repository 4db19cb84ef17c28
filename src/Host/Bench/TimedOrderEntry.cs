using System.Collections.Concurrent;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>Notes when each order's first call begins, and which orders go out, then passes the call on.</summary>
internal sealed class TimedOrderEntry(IOrderEntry inner, TimeProvider clock) : IOrderEntry
{
    public ConcurrentDictionary<string, DateTimeOffset> CalledAt { get; } = new();

    /// <summary>How often each order went out: calls that the last look let go on.</summary>
    public ConcurrentDictionary<string, int> Sent { get; } = new();

    /// <summary>Calls that the last look ended before the first byte, by what it said.</summary>
    public ConcurrentDictionary<string, int> Withheld { get; } = new();

    public string Adapter => inner.Adapter;

    public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => inner.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        CalledAt.TryAdd(order.ClOrdId, clock.GetUtcNow());
        return inner.SubmitAsync(order, () => Noted(order.ClOrdId, lastLook()), cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        inner.CancelAsync(request, cancellationToken);

    private string? Noted(string clOrdId, string? reason)
    {
        (reason is null ? Sent : Withheld).AddOrUpdate(reason ?? clOrdId, 1, (_, times) => times + 1);
        return reason;
    }
}
