namespace Pipeline.Store;

public static class IStoreExtensions
{
    /// <summary>Runs a step that answers nothing.</summary>
    public static Task WriteAsync(this IStore store, Action<StoreSession> step, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            session =>
            {
                step(session);
                return true;
            },
            cancellationToken);
}
