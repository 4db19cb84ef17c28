using Pipeline.Intake;
using Pipeline.Operator;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.Venues;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Does what a step says.</summary>
internal sealed class StepPlayer(World world, AlpacaConnection venue, Audit audit, Trace trace, ReadScenario read)
{
    private const string Source = "http";

    /// <summary>Plays a step's act. Returns what was answered, where somebody is.</summary>
    public Answer? Play(Step step)
    {
        switch (step)
        {
            case { Intent: not null }:
                return Send(step);
            case { Operator: { } act }:
                return Act(act);
            case { Redeliver: { } redeliver }:
                Redeliver(redeliver);
                break;
            case { Crash: { } crash }:
                Set(crash, kills: true);
                break;
            case { Freeze: { } freeze }:
                Set(freeze, kills: false);
                break;
            case { Restart: { } restart }:
                Restart(restart);
                break;
            case { Wake: { } wake }:
                foreach (var node in Nodes(wake.Worker))
                {
                    Note(node.Process.Name, "wakes");
                    node.Process.Wake();
                }

                break;
            case { ClockStep: { } by }:
                Note("clock", $"stepped by {by.Length}");
                world.Wall.Step(by.Length);
                break;
            case { Venue: { } act }:
                venue.Venue.Act(act);
                break;
            case { RestoreBackup: { } restore }:
                RestoreBackup(restore.To.From(read.Start));
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

    private Answer Act(OperatorAct act)
    {
        var answer = Ask(_ => true, node => AnswerAsync(node, ActAsync(node.Stages, act)));
        Note(act.By, $"acts: {answer.Status} {string.Join(' ', answer.Faults)}");
        return answer;
    }

    private Task<ActResult> ActAsync(StageSet stages, OperatorAct act)
    {
        var actor = new Actor(act.By, act.Why);
        string Order(string name) => read.Names.ClOrdIdOf(name, "$.operator");
        return act switch
        {
            { Release: { } name } => stages.OrderActs.ReleaseAsync(Order(name), actor),
            { Deny: { } name } => stages.OrderActs.DenyAsync(Order(name), actor),
            { Cancel: { } name } => stages.OrderActs.CancelAsync(Order(name), actor),
            { Halt: { } scope } => stages.TradingActs.HaltAsync(scope, actor),
            { Resume: { } scope } => stages.TradingActs.ResumeAsync(scope, actor),
            _ => stages.TradingActs.EndRestoredAsync(actor),
        };
    }

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

    private static async Task<Answer> AnswerAsync(Node node, Task<ActResult> work)
    {
        var result = await work.ConfigureAwait(false);
        if (result is ActResult.Done done)
        {
            node.Shell.Run(node.Shell.PublishAsync(done.FollowUps, Stages.Operator));
        }

        return Answer.Of(result);
    }

    private void Redeliver(RedeliverAct act)
    {
        for (var i = 0; i < act.Times; i++)
        {
            world.Bus.Repeat(ScenarioCheck.Messages[act.Message], read.Names.ClOrdIdOf(act.Order, "$"));
        }
    }

    private void Set(TrapAct act, bool kills)
    {
        var process = Nodes(act.Worker).Single().Process;
        if (act.Failpoint is { } place)
        {
            process.Set(new Trap(Failpoint.All.Single(known => known.ToString() == place), act.Nth, kills));
        }
        else if (kills)
        {
            process.Kill();
        }
        else
        {
            Note(process.Name, "is stopped");
            process.Stop();
        }
    }

    private void Restart(RestartAct act)
    {
        if (act.Restored)
        {
            world.Store.WriteAsync(session =>
            {
                RestoredState.Begin(session, world.Wall.Now);
                return true;
            }).GetAwaiter().GetResult();
        }

        foreach (var node in Nodes(act.Worker).Where(node => node.Process.IsDead).ToList())
        {
            Note(node.Process.Name, act.Restored ? "starts again on a restored store" : "starts again");
            world.Start(node.Process.Name, node.Workers);
        }
    }

    private void RestoreBackup(DateTimeOffset instant)
    {
        foreach (var node in world.Nodes)
        {
            node.Process.Kill();
        }

        Note("store", $"goes back to {instant:O}");
        world.Store.Restore(instant);
        audit.Restart();
    }

    private IEnumerable<Node> Nodes(string? name) => world.Nodes.Where(node => name is null || node.Process.Name == name);

    private void Note(string who, string what) => trace.Add(world.Now, who, what);
}
