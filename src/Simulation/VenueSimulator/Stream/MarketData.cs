using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The stream of market data: halts, price bands, quotes and trades. It tells what happens from a subscription on, and nothing of before.</summary>
internal sealed class MarketData(Agenda agenda, Outbox outbox, IMarketTalk talk)
{
    private readonly List<SimulatedSocket> sockets = [];
    private DateTimeOffset lastDue;

    /// <summary>How long everything that the venue says takes. What it said before arrives before.</summary>
    public TimeSpan Latency { get; set; }

    public bool Has(SimulatedSocket socket) => sockets.Contains(socket);

    public void Add(SimulatedSocket socket, DateTimeOffset now)
    {
        sockets.Add(socket);
        if (talk.Welcome is { } message)
        {
            Deliver(socket, message, now);
        }
    }

    public void Remove(SimulatedSocket socket) => sockets.Remove(socket);

    /// <summary>Closes every connection.</summary>
    public void Drop()
    {
        sockets.ForEach(outbox.Close);
        sockets.Clear();
    }

    /// <summary>Answers a message. One that can't be read ends the connection.</summary>
    public void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            Deliver(socket, talk.Answer(socket, sockets.Where(other => other != socket), document.RootElement), now);
        }
        catch (JsonException)
        {
            Remove(socket);
            outbox.Close(socket);
        }
    }

    /// <summary>Tells what happens in the market to who has subscribed to it.</summary>
    public void Tell(VenueAct act, DateTimeOffset now)
    {
        if (talk.Tell(act, now) is not var (topics, message))
        {
            return;
        }

        foreach (var socket in sockets.Where(socket => socket.Topics.Overlaps(topics)))
        {
            Deliver(socket, message, now);
        }
    }

    private void Deliver(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now)
    {
        lastDue = now + Latency > lastDue ? now + Latency : lastDue;
        agenda.Do(lastDue, _ => outbox.Deliver(socket, message), now);
    }
}
