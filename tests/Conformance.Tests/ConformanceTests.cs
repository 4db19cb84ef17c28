using NUnit.Framework;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>Every adapter passes every case that its venue has the capabilities for.</summary>
public sealed class ConformanceTests
{
    private readonly Dictionary<string, IReadOnlyList<ConformanceResult>> results = [];

    [OneTimeSetUp]
    public async Task RunEveryCase()
    {
        foreach (var adapter in Adapters.All)
        {
            var ofAdapter = new List<ConformanceResult>();
            foreach (var what in ConformanceSuite.All)
            {
                ofAdapter.Add(await ConformanceSuite.RunAsync(what, () => adapter.Open(null, null, null), _ => { }, CancellationToken.None));
            }

            results[adapter.Name] = ofAdapter;
        }
    }

    [TestCase("paper")]
    [TestCase("alpaca")]
    [TestCase("binance")]
    public void An_adapter_passes_whatever_its_venue_can_do(string name) => Assert.That(
        results[name].Where(result => result.Outcome == ConformanceOutcome.Failed).Select(result => $"{result.Id}: {result.Why}"), Is.Empty);

    [Test]
    public void The_page_is_written_from_the_adapters_and_the_results() => Page.FileIsFresh("venues.md", VenuesPage.Markdown(results));

    [Test]
    public void A_case_is_skipped_by_a_stated_capability_alone() => Assert.That(
        results.SelectMany(adapter => adapter.Value.Where(result => result.Outcome == ConformanceOutcome.Skipped)).Select(result => result.Why), Has.None.Null);

    [Test]
    public void Every_case_has_a_number_of_its_own_and_is_passed_by_somebody()
    {
        Assert.That(ConformanceSuite.All.Select(what => what.Id), Is.Unique);
        foreach (var what in ConformanceSuite.All)
        {
            Assert.That(results.Values.SelectMany(ofAdapter => ofAdapter).Any(result => result.Id == what.Id && result.Outcome == ConformanceOutcome.Passed), Is.True, what.Id);
        }
    }
}
