using System.Text.Json;
using NUnit.Framework;
using Pipeline.Benchmarks;

namespace Pipeline.Simulation.Tests.Budgets;

/// <summary>
/// What an order may allocate. Bytes are the same on every machine, as times are not: a change that needs a tenth more says so here, and
/// whoever means it writes the new figure into tests/budgets.json.
/// </summary>
public sealed class AllocationBudgetTests
{
    private const double Tolerance = 1.1;

    private static readonly CoreWork Core = new();

    private static readonly Dictionary<string, Lazy<long>> Measured = new()
    {
        [nameof(CoreWork.ParseIntent)] = new(() => OfCall(Core.ParseIntent)),
        [nameof(CoreWork.NameOrder)] = new(() => OfCall(Core.NameOrder)),
        [nameof(CoreWork.JudgeOrder)] = new(() => OfCall(Core.JudgeOrder)),
        [nameof(CoreWork.ApplyFill)] = new(() => OfCall(Core.ApplyFill)),
        [nameof(CoreWork.FindSession)] = new(() => OfCall(Core.FindSession)),
        [nameof(OrdersOnTheirWay)] = new(OrdersOnTheirWay.Bytes),
    };

    private static IReadOnlyDictionary<string, long> Budgets { get; } =
        JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(Repository.Path("tests", "budgets.json")))!;

    private static IEnumerable<string> Names => Measured.Keys;

    [TestCaseSource(nameof(Names))]
    public void Nothing_allocates_a_tenth_more_than_its_budget(string name)
    {
        var bytes = Measured[name].Value;

        Assert.That(bytes, Is.LessThanOrEqualTo(Tolerance * Budgets[name]), "find what needs more, or write the new figure into tests/budgets.json");
    }

    [TestCaseSource(nameof(Names))]
    public void A_budget_that_has_become_too_large_is_made_smaller(string name)
    {
        var bytes = Measured[name].Value;

        Assert.That(Tolerance * bytes, Is.GreaterThanOrEqualTo(Budgets[name]), "write the new figure into tests/budgets.json, or the next tenth goes unseen");
    }

    [Test]
    public void Every_budget_is_of_something_that_is_measured() => Assert.That(Budgets.Keys, Is.EquivalentTo(Measured.Keys));

    // The least of several: now and then a call fills a cache.
    private static long OfCall(Func<object> call)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
