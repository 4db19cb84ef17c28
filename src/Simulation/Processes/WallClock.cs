namespace Pipeline.Simulation.Processes;

/// <summary>The wall clock of the machine that the processes run on: the true time, plus how wrong somebody has set it.</summary>
internal sealed class WallClock(VirtualClock clock)
{
    /// <summary>How far it is ahead of the true time; behind it when negative.</summary>
    public TimeSpan Offset { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow() + Offset;

    /// <summary>Sets it forward, or back when negative.</summary>
    public void Step(TimeSpan by) => Offset += by;

    /// <summary>The true time at which it will show an instant, unless it is set again before.</summary>
    public DateTimeOffset TrueTimeOf(DateTimeOffset shown) => shown - Offset;
}
