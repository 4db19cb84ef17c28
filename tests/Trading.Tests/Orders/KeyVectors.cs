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

    public static OrderSlot Slot(
        string strategy = "momentum-1", string rebalance = "2026-03-02-open", string portfolio = "core", string symbol = "AAPL") =>
        new(strategy, rebalance, portfolio, null, symbol, Side.Buy);
}
