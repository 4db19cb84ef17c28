using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>Published examples of keys. They never change: a key that moved would be a second order for a line that is known.</summary>
internal static class KeyVectors
{
    public static IReadOnlyList<(string What, OrderSlot Slot, string Qty)> All { get; } =
    [
        ("The usual line", Slot(), "10"),
        ("Trailing zeros are no other quantity", Slot(), "10.0"),
        ("A fraction", Slot(symbol: "BTC/USD"), "0.500"),
        ("The other side", Slot() with { Side = Side.Sell }, "10"),
        ("A leg", Slot() with { Leg = "a" }, "10"),
        ("Another leg", Slot() with { Leg = "b" }, "10"),
        ("A leg that spells a missing one", Slot() with { Leg = "null" }, "10"),
        ("Characters moved from one field ...", Slot("ab", "c"), "10"),
        ("... to the next", Slot("a", "bc"), "10"),
        ("A separator inside a field", Slot("a|1:b", "c"), "10"),
        ("Long names", Slot(new string('s', 64), new string('r', 128), new string('p', 64)), "999999999999.999999999999"),
    ];

    /// <summary>Lines as documents write them, and the example whose order each is.</summary>
    public static IReadOnlyList<(string Line, string SameAs)> Spellings { get; } =
    [
        ("""{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}""", "The usual line"),
        ("""{"symbol":"AAPL","side":"buy","qty":10.0,"order_type":"market"}""", "The usual line"),
        ("""{"symbol":"AAPL","side":"buy","qty":1e1,"order_type":"market"}""", "The usual line"),
        ("""{"symbol":"AAPL","side":"buy","qty":1.0E+1,"order_type":"market"}""", "The usual line"),
        ("""{"symbol":"aapl","side":"buy","qty":10,"order_type":"market"}""", "The usual line"),
        ("""{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market","leg":"a"}""", "A leg"),
        ("""{"symbol":"btc/usd","side":"buy","qty":5e-1,"order_type":"market"}""", "A fraction"),
    ];

    /// <summary>Terms of the usual line, and the text that is hashed to recognise their content.</summary>
    public static IReadOnlyList<(string What, OrderTerms Terms)> Contents { get; } =
    [
        ("A market order", Terms()),
        ("A limit order", Terms() with { OrderType = OrdType.Limit, LimitPrice = 180.250m }),
        ("A stop limit order with limits of the agent's own", Terms() with
        {
            OrderType = OrdType.StopLimit, LimitPrice = 180.25m, StopPrice = 180m, TimeInForce = TimeInForce.Gtc, MaxSlippageBps = 15, MaxExposurePct = 20,
        }),
    ];

    public static OrderTerms Terms() => new() { Qty = 10, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day };

    public static OrderSlot Slot(
        string strategy = "momentum-1", string rebalance = "2026-03-02-open", string portfolio = "core", string symbol = "AAPL") =>
        new(strategy, rebalance, portfolio, null, symbol, Side.Buy);
}
