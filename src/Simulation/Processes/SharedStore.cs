using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Simulation.Processes;

/// <summary>The one store of all processes, which outlives them, can be away, and can be put back to an earlier copy of itself.</summary>
internal sealed class SharedStore : IStore, IDisposable
{
    private readonly InlineStore store = new();
    private readonly Dictionary<DateTimeOffset, InlineStore> backups = [];

    /// <summary>Whether it takes and gives nothing at the moment.</summary>
    public bool IsDown { get; set; }

    /// <summary>Counts commits that wrote something: as long as it stays the same, nothing in the store has changed.</summary>
    public long Commits { get; private set; }

    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        ThrowIfDown();
        var before = store.Changes;
        var answer = store.WriteAsync(turn, step, cancellationToken);
        if (store.Changes != before)
        {
            Commits++;
        }

        return answer;
    }

    public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

    public T Read<T>(Func<StoreSession, T> query)
    {
        ThrowIfDown();
        return store.Read(query);
    }

    /// <summary>Reads whether it is down or not: for who watches the simulation from outside.</summary>
    public T Inspect<T>(Func<StoreSession, T> query) => store.Read(query);

    /// <summary>Keeps a copy under an instant.</summary>
    public void BackUp(DateTimeOffset instant)
    {
        var backup = new InlineStore();
        store.CopyTo(backup);
        backups[instant] = backup;
    }

    /// <summary>Puts the copy of an instant in the store's place.</summary>
    public void Restore(DateTimeOffset instant)
    {
        backups[instant].CopyTo(store);
        Commits++;
    }

    public void Dispose()
    {
        store.Dispose();
        foreach (var backup in backups.Values)
        {
            backup.Dispose();
        }
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("The store is down in this simulation");
        }
    }
}
