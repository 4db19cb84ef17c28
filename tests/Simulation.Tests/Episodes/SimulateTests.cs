using System.Text.Json;
using System.Text.Json.Nodes;
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
    public void A_hundred_thousand_orders_are_neither_lost_nor_doubled()
    {
        var orders = TestContext.Parameters.Get("simulated-orders", 100_000);

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
        var episode = Episode.Of(11) with { Expect = new OneOrMore<Expectation>([new Expectation { VenueOrders = new Count(0, 0) }]) };
        var found = new List<Scenario>();
        var shrinker = new Shrinker(WhatBreaks);
        shrinker.Found += found.Add;
        var shrunk = shrinker.Shrink(episode, WhatBreaks(episode)!);

        Assert.That(WhatBreaks(shrunk)?.What, Is.EqualTo("$.expect.venue_orders"));
        Assert.That(ScenarioSize.Of(shrunk), Is.EqualTo(new ScenarioSize(1, 1, 0)));
        Assert.That(found[0].Steps, Has.Count.EqualTo(episode.Steps.Count), "the whole one first, for whoever interrupts the search");
        Assert.That(found.Select(scenario => scenario.Steps.Count), Is.Ordered.Descending);
        Assert.That(found[^1], Is.SameAs(shrunk));
    }

    [Test]
    public void What_does_not_break_again_is_kept_whole_and_said_to_be_so()
    {
        var failure = new EpisodeFailure { Episode = 0, Seed = 11, Broken = new BrokenExpectation { What = "$.expect.dead_letters", At = default, After = "+1s", Expected = "0", Found = "1" } };
        var found = new List<ScenarioSize>();

        var repeats = new SimulationRun(1, 1, 1, ScenarioSettings.Of).Shrink(failure, (_, size) => found.Add(size));

        Assert.That(repeats, Is.False);
        Assert.That(found, Is.EqualTo(new[] { ScenarioSize.Of(Episode.Of(11)) }));
    }

    [Test]
    public void A_guarantee_that_breaks_on_the_way_is_shrunk_to_what_came_before()
    {
        // Whether that breaks this guarantee first is a matter of the seed.
        var (episode, broken) = Enumerable.Range(11, 20).Select(seed => ShownTooLate(Episode.Of(seed)))
            .Select(candidate => (candidate, WhatBreaks(candidate)!)).First(entry => entry.Item2?.What == "ONE_ORDER");
        var shrunk = new Shrinker(WhatBreaks).Shrink(episode, broken);

        Assert.That(WhatBreaks(shrunk)?.What, Is.EqualTo("ONE_ORDER"));
        Assert.That(ScenarioSize.Of(shrunk).Lines, Is.EqualTo(1));
        Assert.That(shrunk.Steps, Has.Count.LessThan(3));
    }

    // With a settle window of a second the pipeline sends again what the venue shows after twenty.
    private static Scenario ShownTooLate(Scenario episode)
    {
        var settings = JsonObject.Create(episode.Settings!.Value)!;
        settings["alpaca.settle_window"] = "1s";
        return episode with
        {
            Settings = JsonSerializer.SerializeToElement(settings),
            Venue = episode.Venue! with
            {
                IdReuse = VenueSimulator.IdReuse.Always,
                Behaviours =
                [
                    new() { When = new() { Call = VenueSimulator.CallKind.Submit }, Answer = VenueSimulator.AnswerFault.None, Hide = TimeSpan.FromSeconds(20) },
                    new() { When = new() { Event = VenueSimulator.EventKind.Any }, Lose = true },
                ],
            },
        };
    }

    [Test]
    public void A_summary_says_nothing_that_depends_on_the_machine()
    {
        (int ExitCode, string Output, string Error) Summary(string threads) =>
            Run.Command(SimulateCommand.Create(), "--seed", "5", "--orders", "300", "--threads", threads, "--out", Path.GetTempFileName());

        var (one, two) = (Summary("1"), Summary("2"));

        Assert.That(one.Output, Is.EqualTo(two.Output));
        Assert.That(one.Error, Does.EndWith($" s{Environment.NewLine}"), "the seconds are told on standard error");
    }

    private static BrokenExpectation? WhatBreaks(Scenario scenario)
    {
        using var run = new ScenarioRun(ScenarioReader.Read(EpisodeRunner.Write(scenario), ScenarioSettings.Of));
        return run.Run().Broken;
    }

    private static (SimulationSummary Summary, string Trace) Simulate(long seed, long orders, int threads)
    {
        using var trace = new StringWriter();
        var summary = new SimulationRun(seed, orders, threads, ScenarioSettings.Of).Run(trace);
        return (summary, trace.ToString());
    }
}
