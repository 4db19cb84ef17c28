using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store.Steps;
using static Pipeline.Simulation.Scenarios.Requirement;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What a scenario must hold beyond its types.</summary>
internal static class ScenarioCheck
{
    /// <summary>How long a scenario may last: a month of what a pipeline does while it waits takes some ten seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When a scenario starts.</summary>
    /// <exception cref="ScenarioException">It is so far off that times after it can't be told.</exception>
    public static DateTimeOffset StartOf(Scenario scenario)
    {
        var start = (scenario.Clock ?? Scenario.DefaultClock).ToUniversalTime();
        Require(start >= Earliest && start < Latest, "$.clock", $"must be from {Earliest.Year} to {Latest.Year - 1}");
        return start;
    }

    /// <exception cref="ScenarioException">The scenario contradicts itself.</exception>
    public static void Check(ReadScenario read)
    {
        var (scenario, start, names) = (read.Document, read.Start, read.Names);
        Require(scenario.Name.Length > 0, "$.name", "must not be empty");
        CheckWorkers(scenario, read.Settings);
        var symbols = new ScenarioSymbols(scenario);
        if (scenario.Venue is { } venue)
        {
            ScriptCheck.Check(venue, "$.venue");
            symbols.Check(venue, "$.venue");
        }

        for (var i = 0; i < (scenario.Except?.Count ?? 0); i++)
        {
            RequireKnown(scenario.Except![i], ScenarioWords.Guarantees, $"$.except[{i}]");
        }

        var expectations = new ExpectationCheck(names, symbols);
        var last = CheckSteps(read, new StepCheck(read, symbols, expectations));
        if (scenario.Until is { } until)
        {
            Require(until.From(start) >= last, "$.until", "is before the last step");
            RequireNear(until, start, "$.until");
        }

        Require(scenario.Expect is not { Items.Count: 0 }, "$.expect", "says nothing");
        for (var i = 0; i < (scenario.Expect?.Items.Count ?? 0); i++)
        {
            var (expectation, path) = (scenario.Expect!.Items[i], scenario.Expect.PathOf("$.expect", i));
            expectations.Check(expectation, null, path);
            if (expectation.At is { } at)
            {
                Require(at.From(start) >= start, $"{path}.at", "is before the start");
                Require(scenario.Until is not { } end || at.From(start) <= end.From(start), $"{path}.at", $"is after the end, which until says is {scenario.Until}");
                RequireNear(at, start, $"{path}.at");
            }
        }
    }

    private static DateTimeOffset CheckSteps(ReadScenario read, StepCheck check)
    {
        var last = read.Start;
        var wrong = TimeSpan.Zero;
        for (var i = 0; i < read.Document.Steps.Count; i++)
        {
            var (step, path) = (read.Document.Steps[i], $"$.steps[{i}]");
            var at = step.At?.From(read.Start) ?? last;
            Require(at >= last, $"{path}.at", $"{step.At} is before {(i == 0 ? "the start" : "the step before it; steps stand in order of time")}");
            RequireNear(step.At, read.Start, $"{path}.at");
            wrong += step.ClockStep?.Length ?? TimeSpan.Zero;
            Require(wrong.Duration() <= Duration.Longest, $"{path}.clock_step", $"sets the clock wrong by more than {Duration.Format(Duration.Longest)}");
            last = at;
            check.Check(step, at, path);
        }

        return last;
    }

    private static void CheckWorkers(Scenario scenario, SimulationSettings settings)
    {
        if (scenario.Workers is not { } workers)
        {
            return;
        }

        Require(workers.Count > 0, "$.workers", "names no process");
        Require(!workers.ContainsKey(""), "$.workers", "a process needs a name");
        Require(workers.Count == 1 || settings.Bus.IsRabbitMq, "$.workers", "several processes need the setting transport: rabbitmq, as the memory transport ends at the process");
        foreach (var (name, stages) in workers)
        {
            for (var i = 0; i < stages.Count; i++)
            {
                RequireKnown(stages[i], ScenarioWords.Workers, $"$.workers.{name}[{i}]");
            }
        }

        foreach (var stage in Stages.All)
        {
            Require(workers.Values.Any(hosted => hosted.Contains(stage)), "$.workers", $"no process hosts {stage}");
        }
    }

    private static void RequireNear(Moment? moment, DateTimeOffset start, string path) =>
        Require(moment is not { } at || at.From(start) - start <= Longest, path, $"is later than {Duration.Format(Longest)} after the start");
}
