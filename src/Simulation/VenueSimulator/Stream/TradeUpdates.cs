namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// The stream of events: late, lost, doubled and out of order as behaviours will have it. Everything that was to be sent stays in a
/// journal, so that it can be sent again.
/// </summary>
internal sealed class TradeUpdates(Agenda agenda, Outbox outbox, Rulebook rules, Func<StreamEvent, Effects, ReadOnlyMemory<byte>?> frame)
{
    private readonly List<SimulatedSocket> sockets = [];
    private readonly List<StreamEvent> journal = [];
    private readonly List<StreamEvent> missed = [];
    private readonly List<Held> held = [];
    private StreamReplay replay;

    /// <summary>How long an event takes.</summary>
    public TimeSpan Latency { get; set; }

    public bool HasListeners => sockets.Exists(socket => socket.IsListening);

    /// <summary>Whether a connection stands.</summary>
    public bool Has(SimulatedSocket socket) => sockets.Contains(socket);

    public void Add(SimulatedSocket socket) => sockets.Add(socket);

    public void Remove(SimulatedSocket socket) => sockets.Remove(socket);

    /// <summary>Lets an event take its way to the stream.</summary>
    public void Tell(StreamEvent happened, DateTimeOffset now)
    {
        var effects = rules.OfEvent(happened.Kind, Subject.Of(happened.Order), now);
        agenda.Do(now + Latency + (effects.Delay ?? TimeSpan.Zero), _ => Due(happened, effects), now);
    }

    /// <summary>Lets a connection hear the events from now on, and those that are kept for it.</summary>
    public void Listen(SimulatedSocket socket)
    {
        socket.IsListening = true;
        var kept = replay switch
        {
            StreamReplay.All => journal.ToArray(),
            StreamReplay.Missed => [.. missed],
            _ => [],
        };
        replay = StreamReplay.None;
        missed.Clear();
        foreach (var happened in kept)
        {
            if (frame(happened, Effects.None) is { } message)
            {
                outbox.Deliver(socket, message);
            }
        }
    }

    /// <summary>Closes every connection.</summary>
    public void Drop(StreamReplay keep)
    {
        foreach (var socket in sockets)
        {
            outbox.Close(socket);
        }

        sockets.Clear();
        replay = keep;
    }

    /// <summary>Sends all events of an order again that were to be sent so far.</summary>
    public void Resend(SimulatedOrder order)
    {
        foreach (var happened in journal.Where(happened => happened.Order == order).ToList())
        {
            Send(happened, Effects.None);
        }
    }

    /// <summary>Sends a message to all who listen.</summary>
    public void Broadcast(ReadOnlyMemory<byte> frame)
    {
        foreach (var socket in sockets.Where(socket => socket.IsListening))
        {
            outbox.Deliver(socket, frame);
        }
    }

    private void Due(StreamEvent happened, Effects effects)
    {
        journal.Add(happened);
        if (effects.Drop is { } keep)
        {
            Drop(keep);
        }

        if (effects.Lose)
        {
            return;
        }

        if (effects.Behind > 0)
        {
            held.Add(new Held(happened, effects, effects.Behind));
            return;
        }

        for (var i = 0; i <= effects.Repeat; i++)
        {
            Send(happened, effects);
        }

        Release();
    }

    // One more event has overtaken those that wait for it.
    private void Release()
    {
        for (var i = 0; i < held.Count;)
        {
            var waiting = held[i] with { Behind = held[i].Behind - 1 };
            if (waiting.Behind > 0)
            {
                held[i++] = waiting;
                continue;
            }

            held.RemoveAt(i);
            for (var sent = 0; sent <= waiting.Effects.Repeat; sent++)
            {
                Send(waiting.Event, waiting.Effects);
            }
        }
    }

    private void Send(StreamEvent happened, Effects effects)
    {
        if (HasListeners)
        {
            if (frame(happened, effects) is { } message)
            {
                Broadcast(message);
            }
        }
        else if (replay == StreamReplay.Missed)
        {
            missed.Add(happened);
        }
    }

    private sealed record Held(StreamEvent Event, Effects Effects, int Behind);
}
