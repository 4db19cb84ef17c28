namespace Pipeline.Workers.Tests.Bus;

/// <summary>Intents as an agent writes them.</summary>
internal static class Intents
{
    public static string Buy(string rebalance, string terms = "\"order_type\":\"market\"", string symbol = "AAPL", int qty = 10) =>
        $$"""{"rebalance_id":"{{rebalance}}","portfolio":"core","orders":[{"symbol":"{{symbol}}","side":"buy","qty":{{qty}},{{terms}}}],"reason":"Earnings drift"}""";
}
