namespace Pipeline.Venues.Kit;

/// <summary>A connection of which nobody hears a secret that the venue repeats.</summary>
public sealed class CleanSocket(IVenueSocket inner, Hidden hidden) : IVenueSocket
{
    /// <summary>The same way to the venue, with such connections; null where there is none.</summary>
    public static Func<CancellationToken, ValueTask<IVenueSocket>>? Over(Func<CancellationToken, ValueTask<IVenueSocket>>? connect, Hidden hidden) =>
        connect is null ? null : async stop => new CleanSocket(await connect(stop).ConfigureAwait(false), hidden);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => inner.SendAsync(message, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) =>
        await inner.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message ? hidden.Clean(message) : (ReadOnlyMemory<byte>?)null;

    public void Greeted() => inner.Greeted();

    public void Dispose() => inner.Dispose();
}
