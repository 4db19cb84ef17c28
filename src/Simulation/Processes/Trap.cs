using Pipeline.Store.Failpoints;

namespace Pipeline.Simulation.Processes;

/// <summary>What becomes of a process at the nth hit of a failpoint.</summary>
/// <param name="place">The failpoint.</param>
/// <param name="nth">Which hit, the first is 1.</param>
/// <param name="kills">Whether it dies there; else it is stopped.</param>
internal sealed class Trap(Failpoint place, int nth, bool kills)
{
    private int hits;

    public bool Kills => kills;

    public bool IsSprungBy(Failpoint reached) => reached == place && ++hits == nth;
}
