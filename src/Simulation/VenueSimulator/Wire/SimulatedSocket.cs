using System.Threading.Channels;
using Pipeline.Venues;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>One connection to the venue's stream, seen from the client. A message is one frame.</summary>
public sealed class SimulatedSocket : IVenueSocket
{
    // Frames are handed over on the thread of whoever made them happen; several clients never share a socket.
    private readonly Channel<ReadOnlyMemory<byte>> frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = true, SingleReader = true });

    private readonly Action<SimulatedSocket, ReadOnlyMemory<byte>> received;
    private readonly Action<SimulatedSocket> disposed;

    internal SimulatedSocket(
        bool isBinary, Action<SimulatedSocket, ReadOnlyMemory<byte>> received, Action<SimulatedSocket> disposed)
    {
        IsBinary = isBinary;
        this.received = received;
        this.disposed = disposed;
    }

    /// <summary>Whether the venue's frames are binary; their bytes are JSON all the same.</summary>
    public bool IsBinary { get; }

    internal bool IsAuthorized { get; set; }

    internal bool IsListening { get; set; }

    /// <summary>Whether it is a connection to the stream of market data.</summary>
    internal bool IsOfMarket { get; init; }

    /// <summary>On the stream of market data: what it has subscribed to.</summary>
    internal HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        received(this, message);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await frames.Reader.WaitToReadAsync(cancellationToken))
        {
            if (frames.Reader.TryRead(out var frame))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        disposed(this);
        Close();
    }

    internal void Deliver(ReadOnlyMemory<byte> frame) => frames.Writer.TryWrite(frame);

    internal void Close() => frames.Writer.TryComplete();
}
