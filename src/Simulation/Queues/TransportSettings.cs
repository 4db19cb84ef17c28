namespace Pipeline.Simulation.Queues;

/// <summary>How messages travel in a simulation.</summary>
/// <param name="IsMemory">Queues that die with their process, as the embedded default has them; else those of a broker, which outlive it.</param>
/// <param name="Latency">From the publishing of a message to its confirmation and delivery.</param>
/// <param name="Remembers">Whether what was published is kept, so that it can be delivered once more.</param>
/// <param name="Concurrency">Most messages of one queue that one process works on at a time.</param>
internal sealed record TransportSettings(bool IsMemory, TimeSpan Latency, bool Remembers = true, int Concurrency = 32);
