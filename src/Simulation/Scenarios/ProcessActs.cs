using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Processes;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Scenarios;

/// <summary>
/// Has processes die, stand still, start again and go on. An act that finds nothing to do is a mistake in the scenario, unless it says
/// that it may be missed.
/// </summary>
internal sealed class ProcessActs
{
    private readonly World world;
    private readonly Audit audit;
    private readonly Trace trace;
    private readonly List<SetTrap> traps = [];

    public ProcessActs(World world, Audit audit, Trace trace)
    {
        (this.world, this.audit, this.trace) = (world, audit, trace);

        // A trap is set for a process in whatever life: one that waits for a failpoint of its start is set while it is dead.
        world.Started += node =>
        {
            foreach (var set in traps.Where(set => set.Worker == node.Process.Name && !set.Trap.IsSprung))
            {
                node.Process.Set(set.Trap);
            }
        };
    }

    /// <summary>The first trap that waited in vain; null when every one was sprung, or may have been missed.</summary>
    public Difference? Missed() => traps.Find(set => !set.Trap.IsSprung && !set.Act.MayBeMissed) is not { } missed
        ? null
        : new Difference(
            missed.Path,
            missed.Act.Nth == 1 ? $"{missed.Worker} reaches {missed.Act.Failpoint}" : $"{missed.Worker} reaches {missed.Act.Failpoint} {missed.Act.Nth} times",
            $"{(missed.Trap.Hits == 0 ? "it never did" : $"it did {missed.Trap.Hits} times")}{(missed.Act.Within is { } within ? $" within {VenueSimulator.Duration.Format(within)}" : "")}; where that is all right, say may_be_missed",
            null);

    /// <summary>Has a process die, now or at a failpoint.</summary>
    public Difference? Crash(TrapAct act, string path)
    {
        var process = Nodes(act.Worker).Single().Process;
        if (act.Failpoint is not null)
        {
            return Set(act, process, kills: true, path);
        }

        if (process.IsDead)
        {
            return InVain(act.MayBeMissed, path, $"{process.Name} runs, and dies", "it is dead already");
        }

        process.Kill();
        return null;
    }

    /// <summary>Has a process stand still, now or at a failpoint.</summary>
    public Difference? Freeze(TrapAct act, string path)
    {
        var process = Nodes(act.Worker).Single().Process;
        if (act.Failpoint is not null)
        {
            return Set(act, process, kills: false, path);
        }

        if (process.IsDead || process.StoppedAt is not null)
        {
            return InVain(act.MayBeMissed, path, $"{process.Name} runs, and is stopped", process.IsDead ? "it is dead" : "it stands still already");
        }

        Note(process.Name, "is stopped");
        process.Stop();
        return null;
    }

    /// <summary>Starts what is dead.</summary>
    public Difference? Restart(RestartAct act, string path)
    {
        var dead = Nodes(act.Worker).Where(node => node.Process.IsDead).ToList();
        if (dead.Count == 0)
        {
            return InVain(act.MayBeMissed, path, act.Worker is null ? "a process that is dead" : $"{act.Worker} is dead", "it runs");
        }

        if (act.Restored)
        {
            if (world.Store.IsDown)
            {
                return new Difference(path, "a store to start on", "it is down", null);
            }

            world.Store.WriteAsync(session =>
            {
                RestoredState.Begin(session, world.Wall.Now);
                return true;
            }).GetAwaiter().GetResult();
        }

        if (world.Limits.Look() is { Book: null, Faults: [var fault, ..] })
        {
            return new Difference(path, "limits to start with", $"{fault.Path}: {fault.Message}", null);
        }

        foreach (var node in dead)
        {
            Note(node.Process.Name, act.Restored ? "starts again on a restored store" : "starts again");
            world.Start(node.Process.Name, node.Workers);
        }

        return null;
    }

    /// <summary>Has every process look at the limits file: one that stands still does when it wakes.</summary>
    public void LookAtLimits()
    {
        foreach (var node in world.Nodes)
        {
            node.Process.Enter(() => node.Shell.Run(LookAtLimitsAsync(node)));
        }
    }

    // Where the change can't be recorded, the next look does it.
    private async Task LookAtLimitsAsync(Node node)
    {
        for (var looks = 0; looks < 2;)
        {
            try
            {
                // What is broken is looked at twice before it counts.
                await node.Stages.Limits.LookAsync(CancellationToken.None).ConfigureAwait(false);
                looks++;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(world.Settings.Validation.LimitsInterval, node.Clock).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lets go on what stands still.</summary>
    public Difference? Wake(WakeAct act, string path)
    {
        var still = Nodes(act.Worker).Where(node => !node.Process.IsDead && node.Process.StoppedAt is not null).ToList();
        if (still.Count == 0)
        {
            return InVain(act.MayBeMissed, path, act.Worker is null ? "a process that stands still" : $"{act.Worker} stands still", "it does not");
        }

        foreach (var node in still)
        {
            Note(node.Process.Name, "wakes");
            node.Process.Wake();
        }

        return null;
    }

    /// <summary>Has every process die, and the store be what it was.</summary>
    public void RestoreBackup(DateTimeOffset instant)
    {
        foreach (var node in world.Nodes)
        {
            node.Process.Kill();
        }

        Note("store", $"goes back to {instant:O}");
        world.Store.Restore(instant);
        audit.Restart();
    }

    private Difference? Set(TrapAct act, SimulatedProcess process, bool kills, string path)
    {
        var trap = new Trap(Failpoint.All.Single(known => known.ToString() == act.Failpoint), act.Nth, kills, world.Now + act.Within);
        traps.Add(new SetTrap(trap, act, process.Name, path));
        process.Set(trap);
        return null;
    }

    private static Difference? InVain(bool mayBeMissed, string path, string expected, string found) =>
        mayBeMissed ? null : new Difference(path, expected, $"{found}; where that is all right, say may_be_missed", null);

    private IEnumerable<Node> Nodes(string? name) => world.Nodes.Where(node => name is null || node.Process.Name == name);

    private void Note(string who, string what) => trace.Add(world.Now, who, what);

    private sealed record SetTrap(Trap Trap, TrapAct Act, string Worker, string Path);
}
