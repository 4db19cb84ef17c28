using Pipeline.Simulation.Processes;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;

namespace Pipeline.Simulation.Venues;

/// <summary>A process's connection to the stream: it breaks when the process dies, and its frames wait while that stands still.</summary>
internal sealed class ProcessSocket : IVenueSocket
{
    private readonly SimulatedProcess process;
    private readonly SimulatedSocket socket;
    private readonly Queue<ReadOnlyMemory<byte>?> frames = new();
    private TaskCompletionSource? waiting;

    public ProcessSocket(SimulatedProcess process, SimulatedSocket socket)
    {
        (this.process, this.socket) = (process, socket);
        process.Died += Close;
        _ = PumpAsync();
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => socket.SendAsync(message, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte>? frame;
        while (!frames.TryDequeue(out frame))
        {
            var turn = waiting = new TaskCompletionSource();
            await using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)).ConfigureAwait(false))
            {
                await turn.Task.ConfigureAwait(false);
            }
        }

        return frame;
    }

    public void Dispose()
    {
        process.Died -= Close;
        socket.Dispose();
    }

    private async Task PumpAsync()
    {
        ReadOnlyMemory<byte>? frame;
        do
        {
            var received = frame = await socket.ReceiveAsync(CancellationToken.None).ConfigureAwait(false);
            process.Enter(() => Hear(received));
        }
        while (frame is not null);
    }

    private void Hear(ReadOnlyMemory<byte>? frame)
    {
        frames.Enqueue(frame);
        waiting?.TrySetResult();
    }

    private void Close(SimulatedProcess dead) => socket.Dispose();
}
