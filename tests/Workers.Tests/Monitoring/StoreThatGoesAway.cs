using Pipeline.Store;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>A store that can't be used while a test says so.</summary>
internal sealed class StoreThatGoesAway(IStore store) : IStore
{
    private readonly Lock turn = new();
    private int reads;
    private int lost;

    public bool IsAway { get; set; }

    /// <summary>It can be read, and not written.</summary>
    public bool IsFull { get; set; }

    /// <summary>Done when whoever reads is answered, as by a server that the network does not reach.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    /// <summary>How often somebody has tried to read.</summary>
    public int Reads => Volatile.Read(ref reads);

    /// <summary>How often somebody has tried to write, in vain.</summary>
    public int Lost => Volatile.Read(ref lost);

    public Task<T> WriteAsync<T>(Turn of, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        lock (turn)
        {
            if (!IsAway && !IsFull)
            {
                return store.WriteAsync(of, step, cancellationToken);
            }

            Interlocked.Increment(ref lost);
            return Task.FromException<T>(Gone());
        }
    }

    public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

    public T Read<T>(Func<StoreSession, T> query)
    {
        Interlocked.Increment(ref reads);
        Answers.Wait();
        lock (turn)
        {
            return IsAway ? throw Gone() : store.Read(query);
        }
    }

    private static StoreUnavailableException Gone() => new("the disk is full");
}
