using System.Globalization;

namespace Pipeline.Faults;

/// <summary>
/// Good intents that all end soon: market orders, some with a slippage limit, limit orders that the market reaches at once,
/// and orders that are filled or cancelled on arrival. Seeded, so that a run can be repeated.
/// </summary>
public sealed class IntentMix(Random random)
{
    // Symbols of the random walk with the prices it wanders around, never further than 0.7 %.
    private static readonly (string Symbol, decimal Price)[] Market =
    [
        ("AAPL", 180), ("MSFT", 400), ("GOOG", 150), ("AMZN", 170), ("NVDA", 120), ("TSLA", 240), ("META", 480), ("SPY", 500), ("QQQ", 430), ("IBM", 190),
    ];

    /// <summary>An order that rests at the venue until somebody cancels it.</summary>
    public Attempt NextResting(string key)
    {
        var (symbol, price) = Market[random.Next(Market.Length)];
        var terms = $"\"order_type\":\"limit\",\"limit_price\":{Text(price * 0.95m)},\"time_in_force\":\"day\"";
        return new Attempt(key, $$"""{"portfolio":"faults","orders":[{"symbol":"{{symbol}}","side":"buy","qty":{{random.Next(1, 40)}},{{terms}}}]}""");
    }

    public Attempt Next(string key)
    {
        var (symbol, price) = Market[random.Next(Market.Length)];
        var isBuy = random.Next(2) == 0;
        var side = isBuy ? "buy" : "sell";
        var qty = random.Next(1, 40);
        var reached = Text(isBuy ? price * 1.02m : price * 0.98m);
        var missed = Text(isBuy ? price * 0.98m : price * 1.02m);
        var (terms, constraints) = random.Next(6) switch
        {
            0 or 1 => ("\"order_type\":\"market\"", ""),
            2 => ("\"order_type\":\"market\"", ",\"constraints\":{\"max_slippage_bps\":50}"),
            3 => ($"\"order_type\":\"limit\",\"limit_price\":{reached}", ""),
            4 => ($"\"order_type\":\"limit\",\"limit_price\":{reached},\"time_in_force\":\"ioc\"", ""),
            _ => ($"\"order_type\":\"limit\",\"limit_price\":{missed},\"time_in_force\":\"ioc\"", ""),
        };
        return new Attempt(
            key, $$"""{"portfolio":"faults","orders":[{"symbol":"{{symbol}}","side":"{{side}}","qty":{{qty}},{{terms}}}]{{constraints}}}""");
    }

    private static string Text(decimal price) => decimal.Round(price, 2).ToString(CultureInfo.InvariantCulture);
}
