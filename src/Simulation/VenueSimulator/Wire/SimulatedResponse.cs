namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What the venue answers, or how the connection ends instead.</summary>
/// <param name="Status">The HTTP status; 0 when the connection ends without one.</param>
/// <param name="Body">The body, or empty.</param>
public sealed record SimulatedResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body's content type.</summary>
    public string ContentType { get; init; } = "application/json; charset=UTF-8";

    /// <summary>Headers besides the content type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How the connection ends; null when there is an answer.</summary>
    public BrokenConnection? Broken { get; init; }
}

/// <summary>How a connection ends without an answer.</summary>
public enum BrokenConnection
{
    /// <summary>It was never made: certainly nothing reached the venue.</summary>
    Refused,

    /// <summary>It broke after the request was sent.</summary>
    Reset,
}
