namespace Pipeline.Simulation.VenueSimulator;

/// <summary>A call to the venue's HTTP API.</summary>
/// <param name="Method">GET, POST, PATCH or DELETE.</param>
/// <param name="Path">The path, for example <c>/v2/orders</c>.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
/// <param name="Body">The body, or empty.</param>
public sealed record SimulatedRequest(string Method, string Path, string Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The value of <c>APCA-API-KEY-ID</c> or <c>X-MBX-APIKEY</c>, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The value of <c>APCA-API-SECRET-KEY</c>, or null.</summary>
    public string? SecretKey { get; init; }
}
