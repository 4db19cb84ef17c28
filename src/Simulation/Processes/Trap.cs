using Pipeline.Store.Failpoints;

namespace Pipeline.Simulation.Processes;

/// <summary>What becomes of a process at the nth hit of a failpoint.</summary>
/// <param name="place">The failpoint.</param>
/// <param name="nth">Which hit, the first is 1.</param>
/// <param name="kills">Whether it dies there; else it is stopped.</param>
/// <param name="until">Later hits do nothing; null sets no end.</param>
internal sealed class Trap(Failpoint place, int nth, bool kills, DateTimeOffset? until = null)
{
    public bool Kills => kills;

    /// <summary>How often its failpoint was reached since it was set, the hit that sprang it included.</summary>
    public int Hits { get; private set; }

    public bool IsSprung => Hits >= nth;

    public bool IsOver(DateTimeOffset now) => now > until;

    public bool IsSprungBy(Failpoint reached) => reached == place && ++Hits == nth;
}
