using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The Alpaca adapter.</summary>
internal sealed class AlpacaConformance(string? url, string keyId, string secret) : SimulatedConformance(
    new AlpacaAdapter(), [new("key_id", keyId)], secret, VenueDialect.Alpaca, """{"quotes":[{"symbol":"AAPL","bid":99.9,"ask":100}]}""", url)
{
    public override string Symbol => "AAPL";
}
