namespace Pipeline.Bus.Topology;

/// <summary>Something that the pipeline needs is not on the broker, and this process may not create it.</summary>
public sealed class TopologyMissingException(string message, Exception inner) : Exception(message, inner);
