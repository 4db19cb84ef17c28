using Pipeline.Store.Failpoints;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// One life of a process. Whatever reaches it from outside, a delivery, an answer of the venue, a timer, comes in by
/// <see cref="Enter"/>: a dead process hears nothing, and one that is stopped, as by SIGSTOP, hears it when it is woken.
/// </summary>
internal sealed class SimulatedProcess(string name, VirtualClock clock) : IDisposable
{
    private readonly Queue<Action> unheard = new();
    private readonly List<Trap> traps = [];
    private StoppableCall? stoppedCall;
    private bool isRunning;

    public string Name { get; } = name;

    public bool IsDead { get; private set; }

    /// <summary>Since when it is stopped; null while it runs.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Told when it dies, after which it does nothing any more.</summary>
    public event Action<SimulatedProcess>? Died;

    /// <summary>Told when it is stopped at a failpoint, and when it dies at one.</summary>
    public event Action<SimulatedProcess, Failpoint>? Trapped;

    /// <summary>Runs a piece of the process's work, now or when it is woken.</summary>
    public void Enter(Action work)
    {
        if (IsDead)
        {
            return;
        }

        if (StoppedAt is not null)
        {
            unheard.Enqueue(work);
            return;
        }

        if (isRunning)
        {
            // Something that this process does has answered it at once: still the same piece of work.
            work();
            return;
        }

        using var inline = InlineContinuations.Allow();
        isRunning = true;
        try
        {
            Run(work);
        }
        finally
        {
            isRunning = false;
        }
    }

    /// <summary>Sets a trap: at the nth hit of a failpoint from now on, this process dies or is stopped.</summary>
    public void Set(Trap trap) => traps.Add(trap);

    /// <summary>Kills it, as by <c>kill -9</c>. What it has sent already is on its way all the same.</summary>
    public void Kill()
    {
        if (IsDead)
        {
            return;
        }

        IsDead = true;
        unheard.Clear();
        Died?.Invoke(this);
        stoppedCall?.Continue();
        stoppedCall = null;
    }

    /// <summary>Stops it between two pieces of work.</summary>
    public void Stop()
    {
        if (!IsDead)
        {
            StoppedAt ??= clock.GetUtcNow();
        }
    }

    /// <summary>Wakes it: it goes on where it was stopped, then hears what it has missed.</summary>
    public void Wake()
    {
        if (IsDead || StoppedAt is null)
        {
            return;
        }

        StoppedAt = null;
        if (stoppedCall is { } call)
        {
            stoppedCall = null;
            isRunning = true;
            GoOn(call, call.Continue());
            isRunning = false;
        }

        while (StoppedAt is null && !IsDead && unheard.TryDequeue(out var work))
        {
            Enter(work);
        }
    }

    public void Dispose() => Kill();

    /// <exception cref="ProcessDiedException">The process is dead.</exception>
    public void ThrowIfDead()
    {
        if (IsDead)
        {
            throw new ProcessDiedException();
        }
    }

    private void Run(Action work)
    {
        if (traps.Count == 0)
        {
            try
            {
                work();
            }
            catch (ProcessDiedException)
            {
                // It died inside this very piece of work.
            }

            return;
        }

        if (traps.TrueForAll(trap => trap.Kills))
        {
            StoppableCall.Watched(work, place => Reach(place, null));
            return;
        }

        // A call that may be stopped in its middle needs a stack of its own, which can be left standing.
        var call = new StoppableCall(work, Reach);
        GoOn(call, call.Start());
    }

    private void GoOn(StoppableCall call, bool isDone) => stoppedCall = isDone ? null : call;

    private void Reach(Failpoint place, StoppableCall? call)
    {
        ThrowIfDead();
        if (traps.Find(trap => trap.IsSprungBy(place)) is not { } sprung)
        {
            return;
        }

        traps.Remove(sprung);
        Trapped?.Invoke(this, place);
        if (sprung.Kills)
        {
            Kill();
        }
        else
        {
            StoppedAt = clock.GetUtcNow();
            call!.Stand();
        }

        ThrowIfDead();
    }
}
