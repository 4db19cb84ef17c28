using Pipeline.Access;
using System.Text.Json;
using Pipeline.Intake;
using Pipeline.Operator;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.Venues;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Does what a step says.</summary>
internal sealed class StepPlayer(World world, VenueConnection venue, Audit audit, Trace trace, ReadScenario read)
{
    private const string Source = "http";
    private const string Operator = "operator";
    private const string SecondOperator = "another operator";

    private readonly ProcessActs processes = new(world, audit, trace);
    private readonly List<(StageFaultAct Act, string ClOrdId, string Path)> faults = [];

    /// <summary>The first trap that waited in vain.</summary>
    public Difference? MissedTrap() => processes.Missed() ?? MissedFault();

    /// <summary>Plays a step's act.</summary>
    /// <param name="step">The step.</param>
    /// <param name="path">Its place in the file.</param>
    /// <returns>What was answered, where somebody is asked, and why the act could not be done, if it could not.</returns>
    public (Answer? Answer, Difference? Undone) Play(Step step, string path) => step switch
    {
        { Intent: not null } => (Send(step), null),
        { AgentCancel: { } act } => Cancel(act, step.Expect, $"{path}.agent_cancel"),
        { Operator: { } act } => Act(act, step.Expect, $"{path}.operator"),
        { StageFault: { } act } => (null, Break(act, $"{path}.stage_fault")),
        { Redeliver: { } act } => (null, Redeliver(act, $"{path}.redeliver")),
        { Crash: { } act } => (null, processes.Crash(act, $"{path}.crash")),
        { Freeze: { } act } => (null, processes.Freeze(act, $"{path}.freeze")),
        { Restart: { } act } => (null, processes.Restart(act, $"{path}.restart")),
        { Wake: { } act } => (null, processes.Wake(act, $"{path}.wake")),
        { Venue: { } act } => (null, AtVenue(act, $"{path}.venue")),
        _ => (null, Set(step)),
    };

    private Difference? Set(Step step)
    {
        switch (step)
        {
            case { ClockStep: { } by }:
                Note("clock", $"stepped by {by.Length}");
                world.Wall.Step(by.Length);
                break;
            case { RestoreBackup: { } restore }:
                processes.RestoreBackup(restore.To.From(read.Start));
                break;
            case { SessionOverrides: { } overrides }:
                Note("session overrides", "written");
                world.Write(overrides.ValueKind == JsonValueKind.String ? overrides.GetString()! : overrides.GetRawText());
                break;
            case { Limits: { } limits }:
                Note("operator", "writes the limits file");
                world.LimitsFile = ScenarioLimits.BytesOf(limits);
                processes.LookAtLimits();
                break;
            case { HaltFile: { } file }:
                Note("halt file", file.Gone ? "gone" : file.Unreadable ? "made, and can't be read" : $"says '{file.Text}'");
                world.HaltFile.Set(file.Gone ? null : file.Text, file.Unreadable);
                break;
            case { Broker: { } broker }:
                Note("broker", broker == UpOrDown.Up ? "up" : "down");
                (broker == UpOrDown.Up ? (Action)world.Bus.Repair : world.Bus.Break)();
                break;
            case { Store: { } store }:
                Note("store", store == UpOrDown.Up ? "up" : "down");
                world.Store.IsDown = store == UpOrDown.Down;
                break;
            case { Network: { } latency }:
                venue.Latency = latency;
                break;
        }

        return null;
    }

    private Difference? AtVenue(VenueAct act, string path)
    {
        try
        {
            venue.Venue.Act(act);
            return null;
        }
        catch (ScriptException e)
        {
            return new Difference(path, "done", e.Message, null);
        }
    }

    private Answer Send(Step step)
    {
        var answer = Ask(node => node.HasDoor, node => AnswerAsync(node.TakeAsync(new Submitted(OrderNames.BytesOf(step, read.Start), Source, step.IdempotencyKey))));
        Note("agent", $"sends {string.Join(' ', step.As?.Items ?? [])}: {answer.Status}");
        foreach (var line in answer.Lines)
        {
            audit.Accept(line.ClOrdId);
        }

        return answer;
    }

    private (Answer Answer, Difference? Undone) Act(OperatorAct act, Expectation? expected, string path)
    {
        var answer = Act(act, act.By ?? Operator);
        if (act is { Resume: not null, By: null } && answer is { Status: 200 })
        {
            answer = Act(act, SecondOperator);
        }

        return (answer, Undone(answer, "operator", act.MayBeRefused, expected, path));
    }

    private Answer Act(OperatorAct act, string by)
    {
        var answer = Ask(node => node.HasOperator, node => AnswerAsync(node, Stages.Operator, 200, () => ActAsync(node.Stages, act, new Actor(by, act.Why))));
        Note(by, $"acts: {answer.Status} {string.Join(' ', answer.Faults)}");
        return answer;
    }

    private (Answer Answer, Difference? Undone) Cancel(AgentCancelAct act, Expectation? expected, string path)
    {
        var clOrdId = read.Names.ClOrdIdOf(act.Order, path);
        var answer = Ask(node => node.HasDoor, node => AnswerAsync(node, Failpoint.Http, 202, () => node.Stages.AgentCancels.CancelAsync(clOrdId, Caller.Anonymous, act.Why.Trim())));
        Note("agent", $"cancels {act.Order}: {answer.Status} {string.Join(' ', answer.Faults)}");
        return (answer, Undone(answer, "intake", act.MayBeRefused, expected, path));
    }

    // It must be done, unless the step says that it may be refused, or how it is answered.
    private static Difference? Undone(Answer answer, string worker, bool mayBeRefused, Expectation? expected, string path)
    {
        var found = answer switch
        {
            { Status: 0 } => $"no answer: no process that hosts {worker} runs, or it died over the act",
            { Faults: [var refusal, ..] } => refusal,
            { Status: >= 400 } => $"{answer.Status}",
            _ => null,
        };
        return found is null || mayBeRefused || expected is { Refused: not null } or { Status: not null } ? null : new Difference(path, "done", found, null);
    }

    private Task<ActResult> ActAsync(StageSet stages, OperatorAct act, Actor actor)
    {
        string Order(string name) => read.Names.ClOrdIdOf(name, "$.operator");
        return act switch
        {
            { Release: { } name } => stages.OrderActs.ReleaseAsync(Order(name), actor),
            { Deny: { } name } => stages.OrderActs.DenyAsync(Order(name), actor),
            { Cancel: { } name } => stages.OrderActs.CancelAsync(Order(name), actor),
            { Halt: { } scope } => stages.TradingActs.HaltAsync(scope, actor, act.Mode ?? HaltMode.Stop, act.CancelOpen),
            { Accept: { } choice } => stages.BreakActs.AcceptAsync(IdOf(choice), actor),
            { Adjust: { } choice } => stages.BreakActs.AdjustAsync(IdOf(choice), actor),
            { OpenThrottle: { } strategy } => stages.ThrottleActs.OpenAsync(ShutThrottleOf(strategy), actor),
            { SymbolStatus: { } said } => stages.MarketActs.SaySymbolAsync(said.Symbol, said.Status, actor),
            { MarketStatus: { } said } => stages.MarketActs.SayMarketAsync(said.Market, said.Status, said.Until?.From(read.Start), actor),
            { PriceBand: { } said } => stages.MarketActs.SayBandAsync(said.Symbol, said.LowLimitPrice, said.HighLimitPrice, said.Until?.From(read.Start), actor),
            { ReferencePrice: { } said } => stages.MarketActs.SayReferenceAsync(said.Symbol, said.ReferencePrice, said.PreviousClose, said.Tier, said.Until?.From(read.Start), actor),
            { MarketIndex: { } said } => stages.MarketActs.SayIndexAsync(said.Value, said.PriorClose, actor),
            { ReplayDeadLetters: { } name } => ReplayAsync(stages, Order(name), actor),
            { Promote: { } strategy } => stages.StrategyActs.PromoteAsync(strategy, actor),
            { Demote: { } strategy } => stages.StrategyActs.DemoteAsync(strategy, actor),
            { Resume: { } scope } => stages.TradingActs.ResumeAsync(scope, actor),
            _ => stages.TradingActs.EndRestoredAsync(actor),
        };
    }

    // As a person would who has looked at the list; there is no break 0.
    private long IdOf(BreakChoice choice) => world.Store.Inspect(session => BreakTable.List(
        session, new BreakFilter { Kind = choice.Kind, Symbol = choice.Symbol, Limit = 1 })) is [var found, ..] ? found.Id : 0;

    private long ShutThrottleOf(string strategy) =>
        world.Store.Inspect(ThrottleTable.AllShut).FirstOrDefault(throttle => throttle.StrategyId == strategy)?.Id ?? 0;

    // The first process that runs and can answer does; one that dies or is stopped while it works answers nobody.
    private Answer Ask(Func<Node, bool> isAble, Func<Node, Task<Answer>> ask)
    {
        if (world.Nodes.FirstOrDefault(node => isAble(node) && !node.Process.IsDead && node.Process.StoppedAt is null) is not { } node)
        {
            return Answer.None;
        }

        Task<Answer>? answer = null;
        node.Process.Enter(() => answer = ask(node));
        return answer is { IsCompletedSuccessfully: true } && !node.Process.IsDead ? answer.Result : answer is { IsFaulted: true } && !node.Process.IsDead ? Answer.Of(answer.Exception!.InnerException!) : Answer.None;
    }

    private static async Task<Answer> AnswerAsync(Task<IntakeResult> work) => Answer.Of(await work.ConfigureAwait(false));

    private static async Task<Answer> AnswerAsync(Node node, string duty, int done, Func<Task<ActResult>> act)
    {
        Failpoints.Hit(duty, Failpoint.Received);
        var result = await act().ConfigureAwait(false);
        if (result is ActResult.Done { FollowUps: var followUps })
        {
            Failpoints.Hit(duty, Failpoint.Recorded);
            node.Shell.Run(node.Shell.PublishAsync(followUps, duty));
            node.Shell.Run(node.Replays.SendUnsentAsync(CancellationToken.None));
        }

        return Answer.Of(result, done);
    }

    private Difference? Break(StageFaultAct act, string path)
    {
        Note("defect", $"{act.Stage} breaks over {act.Order}{(act.After ? " after its work" : "")}");
        var clOrdId = read.Names.ClOrdIdOf(act.Order, $"{path}.order");
        world.Faults.Add(act.Stage, clOrdId, act.Times, act.After);
        faults.Add((act, clOrdId, path));
        return null;
    }

    private Difference? MissedFault() => faults.Find(fault => world.Faults.Left(fault.Act.Stage, fault.ClOrdId, fault.Act.After) > 0) is { Act: { } act } missed
        ? new Difference(missed.Path, $"{act.Stage} breaks over {act.Order} {act.Times} times", $"{world.Faults.Left(act.Stage, missed.ClOrdId, act.After)} times it had nothing to break over", null)
        : null;

    // As a person would who goes through the list: each is an act of its own, and the first that is refused is the answer.
    private async Task<ActResult> ReplayAsync(StageSet stages, string clOrdId, Actor actor)
    {
        var letters = world.Store.Inspect(session => DeadLetterQueries.Next(session, new DeadLetterFilter { ClOrdId = clOrdId }, 0, long.MaxValue, DeadLetterFilter.LargestPage));
        var (said, told) = (new List<string>(), new List<FollowUp>());
        foreach (var letter in letters)
        {
            var result = await stages.DeadLetterActs.ReplayAsync(letter.Id, actor).ConfigureAwait(false);
            if (result is not ActResult.Done done)
            {
                return result;
            }

            said.Add(done.What);
            told.AddRange(done.FollowUps);
        }

        return letters.Count == 0 ? new ActResult.NotFound("No dead letter of the order is open") : new ActResult.Done(string.Join("; ", said), told);
    }

    private Difference? Redeliver(RedeliverAct act, string path)
    {
        for (var i = 0; i < act.Times; i++)
        {
            if (!world.Bus.Repeat(ScenarioWords.Messages[act.Message], read.Names.ClOrdIdOf(act.Order, path)) && !act.MayBeMissed)
            {
                return new Difference(path, $"a message {act.Message} of {act.Order}", "none was published yet; where that is all right, say may_be_missed", null);
            }
        }

        return null;
    }

    private void Note(string who, string what) => trace.Add(world.Now, who, what);
}
