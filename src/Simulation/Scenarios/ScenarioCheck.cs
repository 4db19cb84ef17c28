using Pipeline.Messages.Orders;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What a scenario must hold beyond its types.</summary>
internal static class ScenarioCheck
{
    /// <summary>Messages by the name they have in a file.</summary>
    public static IReadOnlyDictionary<string, Type> Messages { get; } =
        MessageTypes.All.ToDictionary(type => Columns.SnakeCase(type.Name), type => type);

    /// <exception cref="ScenarioException">The scenario contradicts itself.</exception>
    public static void Check(Scenario scenario, SimulationSettings settings, OrderNames names)
    {
        Require(scenario.Name.Length > 0, "$.name", "must not be empty");
        CheckWorkers(scenario, settings);
        if (scenario.Venue is { } venue)
        {
            ScriptCheck.Check(venue, "$.venue");
        }

        foreach (var code in scenario.Except ?? [])
        {
            Require(Guarantees.All.Contains(code), "$.except", $"'{code}' is none of {string.Join(", ", Guarantees.All)}");
        }

        var start = (scenario.Clock ?? Scenario.DefaultClock).ToUniversalTime();
        var last = start;
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var step = scenario.Steps[i];
            var at = step.At?.From(start) ?? last;
            Require(at >= last, $"$.steps[{i}].at", $"{step.At} is before the step before it; steps stand in order of time");
            last = at;
            CheckStep(scenario, settings, names, step, at, $"$.steps[{i}]");
        }

        Require(scenario.Until is not { } until || until.From(start) >= last, "$.until", "is before the last step");
        var expectations = scenario.Expect?.Items ?? [];
        for (var i = 0; i < expectations.Count; i++)
        {
            CheckExpectation(expectations[i], names, null, expectations.Count == 1 ? "$.expect" : $"$.expect[{i}]");
            Require(expectations[i].At is not { } at || at.From(start) >= start, $"$.expect[{i}].at", "is before the start");
        }
    }

    private static void CheckWorkers(Scenario scenario, SimulationSettings settings)
    {
        if (scenario.Workers is not { } workers)
        {
            return;
        }

        Require(workers.Count > 0, "$.workers", "names no process");
        Require(workers.Count == 1 || settings.Bus.IsRabbitMq, "$.workers", "several processes need the setting transport: rabbitmq, as the memory transport ends at the process");
        foreach (var (name, stages) in workers)
        {
            foreach (var stage in stages)
            {
                Require(Stages.All.Contains(stage) || stage == Stages.Operator, $"$.workers.{name}", $"'{stage}' is none of {string.Join(", ", Stages.All.Append(Stages.Operator))}");
            }
        }

        foreach (var stage in Stages.All)
        {
            Require(workers.Values.Any(hosted => hosted.Contains(stage)), "$.workers", $"no process hosts {stage}");
        }
    }

    private static void CheckStep(Scenario scenario, SimulationSettings settings, OrderNames names, Step step, DateTimeOffset at, string path)
    {
        var acts = new object?[]
        {
            step.Intent, step.Redeliver, step.Crash, step.Restart, step.Freeze, step.Wake, step.ClockStep, step.Venue, step.Operator,
            step.RestoreBackup, step.Broker, step.Store, step.Network,
        }.Count(act => act is not null);
        Require(acts == 1 || (acts == 0 && step.Expect is not null), path, "exactly one act must be said, or none but expect");
        Require(step.Intent is not null || (step.As is null && step.IdempotencyKey is null), path, "as and idempotency_key go with an intent");
        foreach (var (trap, field) in new[] { (step.Crash, "crash"), (step.Freeze, "freeze") })
        {
            if (trap is not null)
            {
                CheckTrap(scenario, trap, $"{path}.{field}");
            }
        }

        CheckWorker(scenario, step.Restart?.Worker, $"{path}.restart.worker", isOptional: true);
        CheckWorker(scenario, step.Wake?.Worker, $"{path}.wake.worker", isOptional: true);
        Require(step.Broker is null || settings.Bus.IsRabbitMq, $"{path}.broker", "there is no broker; it needs the setting transport: rabbitmq");
        if (step.Redeliver is { } redeliver)
        {
            names.ClOrdIdOf(redeliver.Order, $"{path}.redeliver.order");
            Require(Messages.ContainsKey(redeliver.Message), $"{path}.redeliver.message", $"'{redeliver.Message}' is none of {string.Join(", ", Messages.Keys)}");
            Require(redeliver.Times >= 1, $"{path}.redeliver.times", "must be at least 1");
        }

        if (step.Venue is { } venue)
        {
            ScriptCheck.Check(venue, $"{path}.venue");
        }

        if (step.Operator is { } act)
        {
            CheckOperator(act, names, $"{path}.operator");
        }

        var start = (scenario.Clock ?? Scenario.DefaultClock).ToUniversalTime();
        Require(step.RestoreBackup is not { } restore || restore.To.From(start) <= at, $"{path}.restore_backup.to", "is later than the step");
        if (step.Expect is { } expectation)
        {
            CheckExpectation(expectation, names, step, $"{path}.expect");
        }
    }

    private static void CheckTrap(Scenario scenario, TrapAct trap, string path)
    {
        CheckWorker(scenario, trap.Worker, $"{path}.worker", isOptional: false);
        Require(trap.Failpoint is null || Failpoint.All.Any(place => place.ToString() == trap.Failpoint), $"{path}.failpoint", $"'{trap.Failpoint}' is none of {string.Join(", ", Failpoint.All)}");
        Require(trap.Nth >= 1, $"{path}.nth", "counts from 1");
        Require(trap.Failpoint is not null || trap.Nth == 1, $"{path}.nth", "needs a failpoint");
    }

    private static void CheckWorker(Scenario scenario, string? worker, string path, bool isOptional)
    {
        var known = scenario.Workers?.Keys.ToList() ?? [ScenarioRun.OnlyProcess];
        Require(worker is not null || isOptional || known.Count == 1, path, $"must be said, as there are several: {string.Join(", ", known)}");
        Require(worker is null || known.Contains(worker), path, $"'{worker}' is none of {string.Join(", ", known)}");
    }

    private static void CheckOperator(OperatorAct act, OrderNames names, string path)
    {
        var said = new object?[] { act.Release, act.Deny, act.Cancel, act.Halt, act.Resume, act.EndRestored }.Count(one => one is not null);
        Require(said == 1, path, "exactly one act must be said");
        foreach (var (order, field) in new[] { (act.Release, "release"), (act.Deny, "deny"), (act.Cancel, "cancel") })
        {
            if (order is not null)
            {
                names.ClOrdIdOf(order, $"{path}.{field}");
            }
        }

        Require(act.EndRestored is not false, $"{path}.end_restored", "must be true where it is said");
    }

    private static void CheckExpectation(Expectation expectation, OrderNames names, Step? step, string path)
    {
        Require(step is null || expectation.At is null, $"{path}.at", "stands in a step, which has its own time");
        Require(
            step?.Intent is not null || (expectation.Status is null && expectation.Duplicate is null && expectation.Faults is null), path,
            "status, duplicate and faults are about the answer to an intent");
        Require(step?.Operator is not null || expectation.Refused is null, $"{path}.refused", "is about the act of an operator");
        foreach (var name in expectation.Orders?.Keys ?? [])
        {
            names.ClOrdIdOf(name, $"{path}.orders.{name}");
        }

        foreach (var call in expectation.Calls ?? [])
        {
            if (call.Order is not null)
            {
                names.ClOrdIdOf(call.Order, $"{path}.calls.order");
            }
        }
    }

    private static void Require(bool holds, string path, string otherwise)
    {
        if (!holds)
        {
            throw new ScenarioException($"{path}: {otherwise}");
        }
    }
}
