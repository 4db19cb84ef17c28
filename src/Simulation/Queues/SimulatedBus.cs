using Pipeline.Bus;
using Pipeline.Messages.Orders;
using Pipeline.Simulation.Processes;
using Pipeline.Store.Tables;

namespace Pipeline.Simulation.Queues;

/// <summary>
/// The transport: queues by name, each read by any number of processes. A message is confirmed to who published it, delivered
/// after a while, and unacknowledged until its consumer is done; when that dies, a broker delivers it again.
/// </summary>
internal sealed class SimulatedBus(VirtualClock clock, TransportSettings settings)
{
    private readonly Dictionary<string, SimulatedQueue> queues = QueueNames.All.ToDictionary(name => name, name => new SimulatedQueue(name, clock, settings));
    private readonly Dictionary<(Type Type, string ClOrdId), FollowUp> published = [];
    private readonly List<Unconfirmed> unconfirmed = [];

    /// <summary>Told of every message that the transport has taken, before it is delivered.</summary>
    public event Action<FollowUp>? Took;

    /// <summary>Whether the broker is away.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Whether no message waits for anybody or is being worked on.</summary>
    public bool IsQuiet => unconfirmed.Count == 0 && queues.Values.All(queue => queue.IsEmpty);

    public SimulatedQueue this[string queue] => queues[queue];

    /// <summary>Publishes a message. Completes when it is confirmed.</summary>
    /// <exception cref="IOException">The broker is away, or went away before it confirmed.</exception>
    public Task PublishAsync(SimulatedProcess publisher, FollowUp followUp)
    {
        if (IsDown)
        {
            return Task.FromException(new IOException("The broker is down in this simulation"));
        }

        var confirmation = new Unconfirmed(publisher, followUp, new TaskCompletionSource());
        unconfirmed.Add(confirmation);
        clock.After(settings.Latency, () => Take(confirmation));
        return confirmation.Confirmed.Task;
    }

    /// <summary>Delivers a message once more, as if the broker had never seen it acknowledged. False when no such was published.</summary>
    public bool Repeat(Type type, string clOrdId)
    {
        if (!published.TryGetValue((type, clOrdId), out var followUp))
        {
            return false;
        }

        Enqueue(followUp);
        return true;
    }

    /// <summary>Puts a message on one queue alone.</summary>
    /// <exception cref="IOException">The broker is away.</exception>
    public void Deliver(string queue, FollowUp followUp)
    {
        if (IsDown)
        {
            throw new IOException("The broker is down in this simulation");
        }

        queues[queue].Add(new Delivery(followUp));
    }

    /// <summary>The broker goes away, and with it every connection: who waits for a confirmation is told, and who consumes may be told twice.</summary>
    public void Break()
    {
        IsDown = true;
        var waiting = unconfirmed.ToList();
        unconfirmed.Clear();
        for (var i = 0; i < waiting.Count; i++)
        {
            // Every second message had arrived; only its confirmation is lost.
            if (i % 2 == 1)
            {
                Enqueue(waiting[i].FollowUp);
            }

            var (publisher, confirmed) = (waiting[i].Publisher, waiting[i].Confirmed);
            publisher.Enter(() => confirmed.TrySetException(new IOException("The broker went away before it confirmed")));
        }

        foreach (var queue in queues.Values)
        {
            queue.Disconnect();
        }
    }

    /// <summary>The broker is back, with everything it had taken.</summary>
    public void Repair()
    {
        IsDown = false;
        foreach (var queue in queues.Values)
        {
            queue.Connect();
        }
    }

    /// <summary>A process is gone: what it has not acknowledged is delivered again, or is lost with the queues of its own memory.</summary>
    public void Forget(SimulatedProcess process)
    {
        foreach (var queue in queues.Values)
        {
            queue.Remove(process, isLost: settings.IsMemory);
        }
    }

    private void Take(Unconfirmed confirmation)
    {
        if (!unconfirmed.Remove(confirmation) || (settings.IsMemory && confirmation.Publisher.IsDead))
        {
            return;
        }

        Enqueue(confirmation.FollowUp);
        confirmation.Publisher.Enter(() => confirmation.Confirmed.TrySetResult());
    }

    private void Enqueue(FollowUp followUp)
    {
        if (settings.Remembers)
        {
            published[(followUp.Message.GetType(), followUp.Message.ClOrdId)] = followUp;
        }

        Took?.Invoke(followUp);
        foreach (var queue in Routes.Of(followUp.Message))
        {
            queues[queue].Add(new Delivery(followUp));
        }
    }

    private sealed record Unconfirmed(SimulatedProcess Publisher, FollowUp FollowUp, TaskCompletionSource Confirmed);
}
