using System.Text.Json;
using Pipeline.Simulation.Tests.Scenarios;

namespace Pipeline.Simulation.Tests.Budgets;

/// <summary>Orders that fill at once at the simulated venue, through every stage, the real adapter and the store, on this thread.</summary>
internal static class OrdersOnTheirWay
{
    private const int Few = 100;
    private const int Many = 300;

    /// <summary>What one order allocates on its way, in bytes: what more orders need beyond what fewer need.</summary>
    public static long Bytes()
    {
        Allocated(Few);
        return (Allocated(Many) - Allocated(Few)) / (Many - Few);
    }

    private static long Allocated(int orders)
    {
        var scenario = Scenario(orders);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = Run.Of(scenario);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return verdict.Ok ? allocated : throw new InvalidOperationException($"{verdict.Broken!.What}: expected {verdict.Broken.Expected}; found {verdict.Broken.Found}");
    }

    // The quote is told again before it grows old.
    private static string Scenario(int orders) => JsonSerializer.Serialize(new
    {
        name = "orders on their way",
        clock = "2026-03-02T15:00:00Z",
        limits = new { global = new { duplicate_window_s = 0 } },
        venue = new { quotes = new[] { Quote } },
        steps = Enumerable.Range(0, orders).SelectMany(i => new object[] { new { at = $"+{i}s", venue = new { quote = Quote } }, new { at = $"+{i}s", intent = Intent(i) } }),
        expect = new { posts = orders, positions = new { AAPL = orders } },
    });

    private static object Quote => new { symbol = "AAPL", bid = 99.9m, ask = 100 };

    private static object Intent(int i) =>
        new { rebalance_id = $"r{i}", portfolio = "core", orders = new[] { new { symbol = "AAPL", side = "buy", qty = 1, order_type = "market" } } };
}
