using Pipeline.Simulation.Processes;

namespace Pipeline.Simulation.Queues;

/// <summary>One queue, its messages in order of arrival, and the processes that read it in turn.</summary>
internal sealed class SimulatedQueue(string name, VirtualClock clock, TransportSettings settings)
{
    private readonly List<Reader> readers = [];
    private LinkedList<Delivery> ready = [];
    private bool isConnected = true;
    private int turn;

    public string Name { get; } = name;

    public bool IsEmpty => ready.Count == 0 && readers.TrueForAll(reader => reader.Unacknowledged.Count == 0);

    /// <summary>Lets a process read the queue.</summary>
    /// <param name="process">Who.</param>
    /// <param name="consume">Works on a message, then acknowledges it.</param>
    public void Read(SimulatedProcess process, Action<Delivery> consume)
    {
        readers.Add(new Reader(process, consume));
        HandOut();
    }

    public void Add(Delivery delivery)
    {
        ready.AddLast(delivery);
        HandOut();
    }

    /// <summary>The consumer is done with it. An acknowledgement over a connection that is gone reaches nobody.</summary>
    public void Acknowledge(SimulatedProcess process, Delivery delivery)
    {
        if (readers.Find(reader => reader.Process == process) is { } reader && reader.Unacknowledged.Remove(delivery))
        {
            HandOut();
        }
    }

    /// <summary>Ends a process's reading.</summary>
    /// <param name="process">Who.</param>
    /// <param name="isLost">Whether what it had is lost with it, the queue itself included; else it comes again, some of it twice.</param>
    public void Remove(SimulatedProcess process, bool isLost)
    {
        if (readers.Find(reader => reader.Process == process) is not { } reader)
        {
            return;
        }

        readers.Remove(reader);
        if (isLost)
        {
            ready = [];
            return;
        }

        TakeBack(reader);
        HandOut();
    }

    /// <summary>Every connection breaks: what is unacknowledged will come again, and nothing is handed out meanwhile.</summary>
    public void Disconnect()
    {
        isConnected = false;
        readers.ForEach(TakeBack);
    }

    public void Connect()
    {
        isConnected = true;
        HandOut();
    }

    // Every second message comes twice, as from a publisher that was not told that the first had arrived.
    private void TakeBack(Reader reader)
    {
        for (var i = reader.Unacknowledged.Count - 1; i >= 0; i--)
        {
            var followUp = reader.Unacknowledged[i].FollowUp;
            ready.AddFirst(new Delivery(followUp));
            if (i % 2 == 1)
            {
                ready.AddFirst(new Delivery(followUp));
            }
        }

        reader.Unacknowledged.Clear();
    }

    private void HandOut()
    {
        while (isConnected && ready.First is { } first && NextReader() is { } reader)
        {
            ready.RemoveFirst();
            var delivery = first.Value;
            reader.Unacknowledged.Add(delivery);
            clock.After(TimeSpan.Zero, () => reader.Process.Enter(() => reader.Consume(delivery)));
        }
    }

    private Reader? NextReader()
    {
        for (var i = 0; i < readers.Count; i++)
        {
            var reader = readers[(turn + i) % readers.Count];
            if (reader.Unacknowledged.Count < settings.Concurrency)
            {
                turn = (turn + i + 1) % readers.Count;
                return reader;
            }
        }

        return null;
    }

    private sealed record Reader(SimulatedProcess Process, Action<Delivery> Consume)
    {
        public List<Delivery> Unacknowledged { get; } = [];
    }
}
