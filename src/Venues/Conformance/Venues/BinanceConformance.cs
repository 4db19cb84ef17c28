using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Binance;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The Binance adapter.</summary>
internal sealed class BinanceConformance(string? url, string keyId, string secret) : SimulatedConformance(
    new BinanceAdapter(), [new("key_id", keyId), new("symbols", "BTC/USDT")], secret, VenueDialect.Binance,
    """{"quotes":[{"symbol":"BTC/USDT","bid":99.9,"ask":100}],"fees":{"crypto_bps":10}}""", url)
{
    private readonly bool isElsewhere = url is not null;

    public override string Symbol => "BTC/USDT";

    // Elsewhere a coin has its price, and what every case buys stays bought.
    public override decimal Qty => isElsewhere ? 0.1m : base.Qty;
}
