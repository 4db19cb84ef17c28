using Pipeline.Store.Leases;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// A duty that one process has at a time, as by a lease in the store: another one takes over when the holder has died, or has
/// stood still, for as long as a lease lasts.
/// </summary>
internal sealed class Lease(VirtualClock clock)
{
    private SimulatedProcess? holder;
    private DateTimeOffset diedAt = DateTimeOffset.MinValue;

    /// <summary>Whether a process has the duty now; one that asks while nobody has it takes it.</summary>
    public bool IsHeldBy(SimulatedProcess process)
    {
        if (holder == process)
        {
            return true;
        }

        if (clock.GetUtcNow() < FreeAt)
        {
            return false;
        }

        if (holder is not null)
        {
            holder.Died -= NoteDeath;
        }

        holder = process;
        Terms++;
        process.Died += NoteDeath;
        return true;
    }

    /// <summary>How often it was taken.</summary>
    public long Terms { get; private set; }

    /// <summary>When another process may take it, as things stand.</summary>
    public DateTimeOffset FreeAt => holder switch
    {
        null => DateTimeOffset.MinValue,
        { IsDead: true } => diedAt + LeaseHolder.Duration,
        { StoppedAt: { } since } => since + LeaseHolder.Duration,
        _ => DateTimeOffset.MaxValue,
    };

    private void NoteDeath(SimulatedProcess process) => diedAt = clock.GetUtcNow();
}
