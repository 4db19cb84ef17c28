using Pipeline.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Counts the turns that are taken.</summary>
internal sealed class CountedTurns(IStore store) : IStore
{
    public int Count { get; private set; }

    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>What happens while a turn is waited for.</summary>
    public Action Meanwhile { get; init; } = () => { };

    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => WriteAsync(turn, Ahead.Nothing, step, cancellationToken);

    public Task<T> WriteAsync<T>(Turn turn, Ahead ahead, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        (Count, Names) = (Count + 1, turn.Names);
        Meanwhile();
        return store.WriteAsync(turn, ahead, step, cancellationToken);
    }

    public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

    public T Read<T>(Func<StoreSession, T> query) => store.Read(query);
}
