using Pipeline.Store;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// The store as one process uses it: lost to it when it dies, and away while the store is down. What rides along waits in the
/// process for its next commit, and dies with it.
/// </summary>
internal sealed class ProcessStore(SimulatedProcess process, SharedStore shared, TimeProvider clock) : IStore
{
    /// <summary>Longest a ride-along waits for a step to ride with.</summary>
    private static readonly TimeSpan RideAlongDelay = TimeSpan.FromMilliseconds(250);

    private List<Action<StoreSession>> riders = [];
    private ITimer? flush;

    public async Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        if (process.IsDead)
        {
            await new TaskCompletionSource().Task.ConfigureAwait(false);
        }

        var riding = riders;
        riders = [];
        try
        {
            return await shared.WriteAsync(
                turn,
                session =>
                {
                    riding.ForEach(rider => rider(session));
                    return step(session);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            riders.InsertRange(0, riding);
            throw;
        }
    }

    public void RideAlong(Action<StoreSession> step)
    {
        riders.Add(step);
        if (riders.Count == 1)
        {
            FlushLater();
        }
    }

    /// <summary>Writes what waits for a ride; while the store is down it goes on waiting.</summary>
    public void Flush()
    {
        if (riders.Count == 0 || process.IsDead)
        {
            return;
        }

        if (shared.IsDown)
        {
            FlushLater();
            return;
        }

        WriteAsync(Turn.Shared, _ => true).GetAwaiter().GetResult();
    }

    private void FlushLater()
    {
        flush?.Dispose();
        flush = clock.CreateTimer(_ => Flush(), null, RideAlongDelay, Timeout.InfiniteTimeSpan);
    }

    public T Read<T>(Func<StoreSession, T> query)
    {
        process.ThrowIfDead();
        return shared.Read(query);
    }
}
