using System.Text.Json;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Scenarios;
using Pipeline.Simulation.Episodes;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.Tests.Scenarios;

namespace Pipeline.Simulation.Tests.Episodes;

/// <summary>Scenarios made by chance.</summary>
public sealed class SimulateTests
{
    [Test]
    public void The_same_seed_leaves_the_same_trace_however_many_episodes_run_at_once()
    {
        var (one, two) = (Simulate(seed: 7, orders: 600, threads: 1), Simulate(seed: 7, orders: 600, threads: 2));

        Assert.That(one.Trace, Is.Not.Empty.And.EqualTo(two.Trace));
        Assert.That(one.Summary.TraceHash, Is.EqualTo(two.Summary.TraceHash));
    }

    [Test]
    public void Another_seed_leaves_another_trace() => Assert.That(Episode.Of(1).Steps, Is.Not.EqualTo(Episode.Of(2).Steps));

    [Test]
    public void Orders_by_the_ten_thousand_are_neither_lost_nor_doubled()
    {
        var orders = TestContext.Parameters.Get("simulated-orders", 20_000);

        var (exitCode, output, error) = Run.Command(SimulateCommand.Create(), "--seed", "1", "--orders", $"{orders}", "--out", Path.GetTempFileName());

        Assert.That(exitCode, Is.Zero, () => error);
        TestContext.Out.WriteLine(output);
        using var summary = JsonDocument.Parse(output);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(summary.RootElement.GetProperty("orders").GetInt64(), Is.GreaterThanOrEqualTo(orders));
            Assert.That(summary.RootElement.GetProperty("crashes").GetInt64(), Is.Positive, "processes died");
            Assert.That(summary.RootElement.GetProperty("lost").GetInt64(), Is.Zero);
            Assert.That(summary.RootElement.GetProperty("doubled").GetInt64(), Is.Zero);
        }
    }

    [Test]
    public void What_breaks_is_shrunk_to_what_breaks_it()
    {
        // Of an episode whose venue misbehaves a lot, an order that ends as rejected is what a wrong expectation fails by.
        string? WhatBreaks(Scenario scenario)
        {
            using var run = new ScenarioRun(ScenarioReader.Read(EpisodeRunner.Write(scenario), ScenarioSettings.Of));
            return run.Run().Broken?.What;
        }

        var episode = Episode.Of(11) with { Expect = new OneOrMore<Expectation>([new Expectation { VenueOrders = new Count(0, 0) }]) };
        var shrunk = new Shrinker(WhatBreaks).Shrink(episode, "$.expect.venue_orders");

        Assert.That(WhatBreaks(shrunk), Is.EqualTo("$.expect.venue_orders"));
        Assert.That(shrunk.Steps, Has.Count.LessThan(5));
    }

    private static (SimulationSummary Summary, string Trace) Simulate(long seed, long orders, int threads)
    {
        using var trace = new StringWriter();
        var summary = new SimulationRun(seed, orders, threads, ScenarioSettings.Of).Run(trace);
        return (summary, trace.ToString());
    }
}
