using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Pipeline.Venues.Conformance.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Venues.Conformance;

/// <summary>The adapters that there are.</summary>
public static class Adapters
{
    /// <summary>What an own simulator asks for.</summary>
    private const string Key = "key", Secret = "secret";

    /// <summary>All of them, by the venue's name.</summary>
    public static IReadOnlyList<AdapterUnderConformance> All { get; } =
    [
        new("paper", PaperCapabilities.Stated, (_, _, _) => new PaperConformance()) { HasAddress = false },
        new("alpaca", AlpacaCapabilities.Stated, (url, key, secret) => new AlpacaConformance(url, key ?? Key, secret ?? Secret)) { SecretVariable = AlpacaCredentials.Variable },
        new("binance", BinanceCapabilities.Stated, (url, key, secret) => new BinanceConformance(url, key ?? Key, secret ?? Secret)) { SecretVariable = BinanceCredentials.Variable },
    ];
}

/// <summary>An adapter, and how it is put before a venue.</summary>
/// <param name="Name">The venue's name.</param>
/// <param name="Capabilities">What the venue can do.</param>
/// <param name="Open">Puts it before the venue at an address, with a key and its secret, or before one of its own; for one case.</param>
public sealed record AdapterUnderConformance(string Name, VenueCapabilities Capabilities, Func<string?, string?, string?, ConformanceVenue> Open)
{
    /// <summary>Whether the venue can be somewhere else.</summary>
    public bool HasAddress { get; init; } = true;

    /// <summary>The environment variable with the key's secret; null where there is no key.</summary>
    public string? SecretVariable { get; init; }
}
