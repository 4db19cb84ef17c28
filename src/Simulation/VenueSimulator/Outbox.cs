namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// What is to be handed to clients once the venue's own work is done. Handing over runs the client's code, which may call the venue
/// again; so it happens outside the venue's turn, one at a time and in order, whoever does it.
/// </summary>
internal sealed class Outbox(Lock gate)
{
    private readonly Queue<Action> entries = new();
    private bool isHandingOver;

    public void Add(Action handOver) => entries.Enqueue(handOver);

    public void Deliver(SimulatedSocket socket, ReadOnlyMemory<byte> frame) => Add(() => socket.Deliver(frame));

    public void Close(SimulatedSocket socket) => Add(socket.Close);

    /// <summary>Hands over everything. When that is under way already, it is left to whoever does it.</summary>
    public void HandOver()
    {
        while (Next() is { } handOver)
        {
            try
            {
                handOver();
            }
            finally
            {
                lock (gate)
                {
                    isHandingOver = false;
                }
            }
        }
    }

    private Action? Next()
    {
        lock (gate)
        {
            if (isHandingOver || !entries.TryDequeue(out var next))
            {
                return null;
            }

            isHandingOver = true;
            return next;
        }
    }
}
