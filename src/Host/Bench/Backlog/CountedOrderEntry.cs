using System.Collections.Concurrent;
using Pipeline.Venues;

namespace Pipeline.Host.Bench.Backlog;

/// <summary>How often the venue was called for each order, and from when to when.</summary>
internal sealed class CountedCalls
{
    private long first;
    private long last;

    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public TimeSpan Between => TimeProvider.System.GetElapsedTime(first, last);

    public void Count(string clOrdId)
    {
        last = TimeProvider.System.GetTimestamp();
        Interlocked.CompareExchange(ref first, last, 0);
        Calls.AddOrUpdate(clOrdId, 1, (_, times) => times + 1);
    }
}

/// <summary>Counts each order's calls, then passes them on.</summary>
internal sealed class CountedOrderEntry(IOrderEntry inner, CountedCalls calls) : IOrderEntry
{
    public string Adapter => inner.Adapter;

    public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => inner.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        calls.Count(order.ClOrdId);
        return inner.SubmitAsync(order, lastLook, cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => inner.CancelAsync(request, cancellationToken);
}
