using Pipeline.Messages.Capabilities;

namespace Pipeline.Venues.Versions;

/// <summary>Several versions of one venue's adapter as one way onto it: each order goes by the version that its row names.</summary>
public sealed class VersionedOrderEntry(AdapterVersions versions, IReadOnlyDictionary<string, IOrderEntry> entries) : IOrderEntry, IDisposable
{
    private IOrderEntry First => entries[versions.Names[0]];

    /// <inheritdoc/>
    public string Adapter => First.Adapter;

    /// <inheritdoc/>
    public VenueCapabilities Capabilities => First.Capabilities;

    /// <inheritdoc/>
    public VenueRate? Rate => First.Rate;

    /// <inheritdoc/>
    public TimeSpan LeftAlone => entries.Values.Max(entry => entry.LeftAlone);

    /// <inheritdoc/>
    public bool Carries(string adapter) => versions.Names.Contains(adapter);

    /// <inheritdoc/>
    public string Route(string strategyId, string lineClOrdId) => versions.Route(strategyId, lineClOrdId);

    /// <inheritdoc/>
    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
        Of(order.ClOrdId).SubmitAsync(order, lastLook, cancellationToken);

    /// <inheritdoc/>
    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        Of(request.OrigClOrdId).CancelAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ReplaceOutcome> ReplaceAsync(OrderCancelReplaceRequest request, LastLook lastLook, CancellationToken cancellationToken) =>
        Of(request.OrigClOrdId).ReplaceAsync(request, lastLook, cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => First.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in entries.Values.OfType<IDisposable>())
        {
            entry.Dispose();
        }
    }

    private IOrderEntry Of(string clOrdId) => entries[versions.Of(clOrdId)];
}
