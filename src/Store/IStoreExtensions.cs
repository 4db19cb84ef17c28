namespace Pipeline.Store;

public static class IStoreExtensions
{
    /// <summary>Runs a step that has the whole store to itself.</summary>
    public static Task<T> WriteAsync<T>(this IStore store, Func<StoreSession, T> step, CancellationToken cancellationToken = default) =>
        store.WriteAsync(Turn.Alone, step, cancellationToken);

    /// <summary>Runs a step that has the whole store to itself and answers nothing.</summary>
    public static Task WriteAsync(this IStore store, Action<StoreSession> step, CancellationToken cancellationToken = default) =>
        store.WriteAsync(Turn.Alone, step, cancellationToken);

    /// <summary>Runs a step that answers nothing and says what it is going to read.</summary>
    public static Task WriteAsync(this IStore store, Turn turn, Ahead ahead, Action<StoreSession> step, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            turn,
            ahead,
            session =>
            {
                step(session);
                return true;
            },
            cancellationToken);

    /// <summary>Runs a step that answers nothing.</summary>
    public static Task WriteAsync(this IStore store, Turn turn, Action<StoreSession> step, CancellationToken cancellationToken = default) =>
        store.WriteAsync(turn, Ahead.Nothing, step, cancellationToken);
}
