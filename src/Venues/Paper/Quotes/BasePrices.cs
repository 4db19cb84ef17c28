using System.Collections.Frozen;

namespace Pipeline.Venues.Paper;

/// <summary>The prices, in cents, that <see cref="RandomWalkQuotes"/> wanders around. Round numbers, not market data.</summary>
internal static class BasePrices
{
    private static readonly FrozenDictionary<string, long> Known = new Dictionary<string, long>
    {
        ["AAPL"] = 180_00,
        ["MSFT"] = 400_00,
        ["GOOG"] = 150_00,
        ["AMZN"] = 170_00,
        ["NVDA"] = 120_00,
        ["TSLA"] = 240_00,
        ["META"] = 480_00,
        ["SPY"] = 500_00,
        ["QQQ"] = 430_00,
        ["IBM"] = 190_00,
        ["BTC/USD"] = 60_000_00,
        ["ETH/USD"] = 3_000_00,
        ["BNB/USD"] = 600_00,
        ["SOL/USD"] = 150_00,
        ["LTC/USD"] = 80_00,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The symbol's price in the table, in coins that stand for dollars too; for any other symbol a price from 20.00 up to 499.99, from its hash.</summary>
    public static long Cents(string symbol) =>
        Known.TryGetValue(symbol.EndsWith("/USDT", StringComparison.Ordinal) || symbol.EndsWith("/USDC", StringComparison.Ordinal) ? symbol[..^1] : symbol, out var cents) ? cents : 20_00 + (long)(StableHash.Of(symbol) % 480_00);
}
