using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The Alpaca adapter.</summary>
internal sealed class AlpacaConformance(string? url, string keyId, string secret) : SimulatedConformance(
    new AlpacaAdapter(), [new("key_id", keyId)], secret, VenueDialect.Alpaca, """{"quotes":[{"symbol":"AAPL","bid":99.9,"ask":100},{"symbol":"BTC/USD","bid":999,"ask":1000}]}""", url)
{
    public override string Symbol => "AAPL";

    public override IReadOnlyList<(string Symbol, decimal Qty)> OfKinds => [("BTC/USD", 0.01m), ("AAPL", 0.5m)];
}
