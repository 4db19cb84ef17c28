using Pipeline.Messages.Capabilities;

namespace Pipeline.Venues.Versions;

/// <summary>
/// The way onto a venue by the version that works, with another in its shadow: that makes the same request, which goes nowhere, and reads the same answer.
/// What differs is told; whatever the shadow does, the order knows nothing of it.
/// </summary>
public sealed class ShadowedOrderEntry(IOrderEntry works, IOrderEntry shadow, ShadowTape tape, Action<AdapterDifference> differs) : IOrderEntry, IDisposable
{
    private readonly ShadowCalls calls = new(tape, differs);

    /// <inheritdoc/>
    public string Adapter => works.Adapter;

    /// <inheritdoc/>
    public VenueCapabilities Capabilities => works.Capabilities;

    /// <inheritdoc/>
    public VenueRate? Rate => works.Rate;

    /// <inheritdoc/>
    public TimeSpan LeftAlone => works.LeftAlone;

    /// <inheritdoc/>
    public bool Carries(string adapter) => works.Carries(adapter);

    /// <inheritdoc/>
    public string Route(string strategyId, string lineClOrdId) => works.Route(strategyId, lineClOrdId);

    /// <inheritdoc/>
    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) => calls.CompareAsync(
        "submit", order.ClOrdId, () => works.SubmitAsync(order, lastLook, cancellationToken), () => shadow.SubmitAsync(order, () => null, CancellationToken.None));

    /// <inheritdoc/>
    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => calls.CompareAsync(
        "cancel", request.OrigClOrdId, () => works.CancelAsync(request, cancellationToken), () => shadow.CancelAsync(request, CancellationToken.None));

    /// <inheritdoc/>
    public Task<ReplaceOutcome> ReplaceAsync(OrderCancelReplaceRequest request, LastLook lastLook, CancellationToken cancellationToken) => calls.CompareAsync(
        "replace", request.OrigClOrdId, () => works.ReplaceAsync(request, lastLook, cancellationToken), () => shadow.ReplaceAsync(request, () => null, CancellationToken.None));

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => works.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        (works as IDisposable)?.Dispose();
        (shadow as IDisposable)?.Dispose();
    }
}
