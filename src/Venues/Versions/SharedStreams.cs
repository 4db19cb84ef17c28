namespace Pipeline.Venues.Versions;

/// <summary>
/// The venue's streams for several versions of its adapter: one connection to each address, since some venues keep one a key. Whoever comes first opens it and
/// greets; everybody hears what the venue says on it, from its answers to the greeting on. When it ends it ends for all, and the next who comes opens another.
/// </summary>
/// <param name="connect">Opens a connection.</param>
/// <param name="heard">Told of every message that the venue says, once.</param>
public sealed class SharedStreams(Func<Uri, CancellationToken, ValueTask<IVenueSocket>> connect, Action<ReadOnlyMemory<byte>>? heard = null)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedStream> open = [];

    /// <summary>Opens the connection to an address, or listens to the one that somebody has opened, once its greeting is over.</summary>
    public async ValueTask<IVenueSocket> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (stream, isFirst) = Of(address);
            if (isFirst)
            {
                return await stream.OpenAsync(ct => connect(address, ct), cancellationToken).ConfigureAwait(false);
            }

            if (await stream.JoinAsync(cancellationToken).ConfigureAwait(false) is { } listener)
            {
                return listener;
            }
        }
    }

    private (SharedStream Stream, bool IsFirst) Of(Uri address)
    {
        lock (gate)
        {
            if (open.TryGetValue(address.AbsoluteUri, out var stream) && !stream.IsOver)
            {
                return (stream, false);
            }

            return (open[address.AbsoluteUri] = new SharedStream(heard), true);
        }
    }
}
