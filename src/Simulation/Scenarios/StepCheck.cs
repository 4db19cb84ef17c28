using System.Text.Json;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store.Steps;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Sessions.Markets;
using Pipeline.Trading.Sessions.Overrides;
using static Pipeline.Simulation.Scenarios.Requirement;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What a step must hold beyond its types.</summary>
internal sealed class StepCheck(ReadScenario read, ScenarioSymbols symbols, ExpectationCheck expectations)
{
    private const int MostRedeliveries = 10_000;

    /// <exception cref="ScenarioException">The step contradicts itself, or the scenario.</exception>
    public void Check(Step step, DateTimeOffset at, string path)
    {
        var acts = new object?[]
        {
            step.Intent, step.AgentCancel, step.Redeliver, step.StageFault, step.Crash, step.Restart, step.Freeze, step.Wake, step.ClockStep, step.Venue, step.Operator,
            step.HaltFile, step.RestoreBackup, step.SessionOverrides, step.Limits, step.Broker, step.Store, step.Network,
        }.Count(act => act is not null);
        Require(acts == 1 || (acts == 0 && step.Expect is not null), path, "exactly one act must be said, or none but expect");
        Require(step.Intent is not null || (step.As is null && step.IdempotencyKey is null), path, "as and idempotency_key go with an intent");
        Check(step.Crash, $"{path}.crash");
        Check(step.Freeze, $"{path}.freeze");
        CheckWorker(step.Restart?.Worker, $"{path}.restart.worker", isOptional: true);
        CheckWorker(step.Wake?.Worker, $"{path}.wake.worker", isOptional: true);
        Check(step.Redeliver, $"{path}.redeliver");
        Check(step.StageFault, $"{path}.stage_fault");
        Check(step.AgentCancel, $"{path}.agent_cancel");
        Check(step.Venue, $"{path}.venue");
        Check(step.Operator, $"{path}.operator");
        ScenarioLimits.Check(step.Limits, $"{path}.limits", mayBeText: true);
        Require(step.ClockStep is not { } by || by.Length != TimeSpan.Zero, $"{path}.clock_step", "must not be 0");
        Require(step.Broker is null || read.Settings.Bus.IsRabbitMq, $"{path}.broker", "there is no broker; it needs the setting transport: rabbitmq");
        CheckOverrides(step.SessionOverrides, $"{path}.session_overrides");
        Require(step.HaltFile is not { Gone: true } gone || (gone.Text.Length == 0 && !gone.Unreadable), $"{path}.halt_file", "a file that is gone says nothing");
        if (step.RestoreBackup is { To: var to })
        {
            Require(to.From(read.Start) >= read.Start, $"{path}.restore_backup.to", "is before the start");
            Require(to.From(read.Start) <= at, $"{path}.restore_backup.to", "is later than the step");
        }

        if (step.Expect is { } expectation)
        {
            expectations.Check(expectation, step, $"{path}.expect");
        }
    }

    // A text may be broken, which is what it is for; a document is meant.
    private static void CheckOverrides(JsonElement? overrides, string path)
    {
        if (overrides is not { } document || document.ValueKind == JsonValueKind.String)
        {
            return;
        }

        try
        {
            OverridesReader.Read(document.GetRawText());
        }
        catch (OverridesException e)
        {
            throw new ScenarioException(string.Join(Environment.NewLine, e.Message.Split(Environment.NewLine).Select(fault => path + fault[1..])), e);
        }
    }

    private void Check(TrapAct? trap, string path)
    {
        if (trap is null)
        {
            return;
        }

        CheckWorker(trap.Worker, $"{path}.worker", isOptional: false);
        if (trap.Failpoint is { } place)
        {
            RequireKnown(place, ScenarioWords.Failpoints, $"{path}.failpoint");
        }

        Require(trap.Nth >= 1, $"{path}.nth", "counts from 1");
        Require(trap.Failpoint is not null || trap.Nth == 1, $"{path}.nth", "needs a failpoint");
        Require(trap.Failpoint is not null || trap.Within is null, $"{path}.within", "needs a failpoint");
    }

    private void CheckWorker(string? worker, string path, bool isOptional)
    {
        var known = read.Document.Workers?.Keys.ToList() ?? [ScenarioRun.OnlyProcess];
        Require(worker is not null || isOptional || known.Count == 1, path, $"must be said, as there are several: {string.Join(", ", known)}");
        if (worker is not null)
        {
            RequireKnown(worker, known, path);
        }
    }

    private void Check(RedeliverAct? redeliver, string path)
    {
        if (redeliver is not null)
        {
            read.Names.ClOrdIdOf(redeliver.Order, $"{path}.order");
            RequireKnown(redeliver.Message, [.. ScenarioWords.Messages.Keys], $"{path}.message");
            Require(redeliver.Times is >= 1 and <= MostRedeliveries, $"{path}.times", $"must be from 1 to {MostRedeliveries}");
        }
    }

    private void Check(StageFaultAct? fault, string path)
    {
        if (fault is not null)
        {
            read.Names.ClOrdIdOf(fault.Order, $"{path}.order");
            RequireKnown(fault.Stage, [.. Stages.All.Where(stage => stage != Stages.Intake), Stages.Cancel], $"{path}.stage");
            Require(fault.Times is >= 1 and <= MostRedeliveries, $"{path}.times", $"must be from 1 to {MostRedeliveries}");
        }
    }

    private void Check(AgentCancelAct? act, string path)
    {
        if (act is not null)
        {
            read.Names.ClOrdIdOf(act.Order, $"{path}.order");
            Require(act.Why.Trim().Length is > 0 and <= Actor.LongestWhy, $"{path}.why", $"must have 1 to {Actor.LongestWhy} characters");
        }
    }

    private void Check(VenueAct? act, string path)
    {
        if (act is not null)
        {
            ScriptCheck.Check(act, path);
            symbols.Check(act, path);
        }
    }

    private void Check(OperatorAct? act, string path)
    {
        if (act is null)
        {
            return;
        }

        var said = new object?[]
        {
            act.Release, act.Deny, act.Cancel, act.Halt, act.Resume, act.Accept, act.Adjust, act.OpenThrottle, act.EndRestored, act.Promote, act.Demote,
            act.ReplayDeadLetters, act.SymbolStatus, act.MarketStatus, act.PriceBand, act.ReferencePrice, act.MarketIndex,
        }.Count(one => one is not null);
        Require(said == 1, path, "exactly one act must be said");
        Require(act.Halt is not null || (act.Mode is null && !act.CancelOpen), path, "mode and cancel_open go with a halt");
        foreach (var (order, field) in new[] { (act.Release, "release"), (act.Deny, "deny"), (act.Cancel, "cancel"), (act.ReplayDeadLetters, "replay_dead_letters") })
        {
            if (order is not null)
            {
                read.Names.ClOrdIdOf(order, $"{path}.{field}");
            }
        }

        symbols.Require(act.Accept?.Symbol, $"{path}.accept.symbol");
        symbols.Require(act.Adjust?.Symbol, $"{path}.adjust.symbol");
        symbols.Require(act.SymbolStatus?.Symbol, $"{path}.symbol_status.symbol");
        symbols.Require(act.PriceBand?.Symbol, $"{path}.price_band.symbol");
        symbols.Require(act.ReferencePrice?.Symbol, $"{path}.reference_price.symbol");
        if (act.MarketStatus is { Market: var market })
        {
            RequireKnown(market, KnownMarkets.Codes, $"{path}.market_status.market");
        }

        CheckScope(act.Halt, $"{path}.halt");
        CheckScope(act.Resume, $"{path}.resume");
        Require(act.EndRestored is not false, $"{path}.end_restored", "must be true where it is said");
    }

    // A scope that is none is for the pipeline to refuse; one that covers nothing is a mistake in the file.
    private void CheckScope(string? scope, string path)
    {
        if (scope is not null && HaltScope.Parse(scope) is { } known)
        {
            Require(HaltScope.VenueOf(known) is not { } venue || venue == read.Settings.Intake.Venue, path, $"the only venue is {read.Settings.Intake.Venue}");
            symbols.Require(HaltScope.SymbolOf(known), path);
        }
    }
}
