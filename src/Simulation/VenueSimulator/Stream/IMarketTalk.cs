using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>How a venue speaks on its stream of market data.</summary>
internal interface IMarketTalk
{
    /// <summary>What a connection hears first; null where it is nothing.</summary>
    ReadOnlyMemory<byte>? Welcome { get; }

    /// <summary>What an act is told as, and to who has subscribed to what; null where the venue tells nothing of it.</summary>
    (IReadOnlyList<string> Topics, ReadOnlyMemory<byte> Message)? Tell(VenueAct act, DateTimeOffset now);

    /// <summary>Takes in what a client asks for, and answers it.</summary>
    /// <param name="socket">The client's connection.</param>
    /// <param name="others">The other connections to the stream.</param>
    /// <param name="message">What it asks for.</param>
    ReadOnlyMemory<byte> Answer(SimulatedSocket socket, IEnumerable<SimulatedSocket> others, JsonElement message);
}
