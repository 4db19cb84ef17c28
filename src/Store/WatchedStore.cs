namespace Pipeline.Store;

/// <summary>A store whose writes are watched. A step that throws by itself says nothing of the store.</summary>
/// <param name="store">The store; it ends with this one.</param>
/// <param name="watch">Is told of each write.</param>
public sealed class WatchedStore(IStore store, WriteWatch watch) : IStore, IAsyncDisposable
{
    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => WatchAsync(turn, store.WriteAsync(turn, step, cancellationToken));

    public Task<T> WriteAsync<T>(Turn turn, Ahead ahead, Func<StoreSession, T> step, CancellationToken cancellationToken = default) =>
        WatchAsync(turn, store.WriteAsync(turn, ahead, step, cancellationToken));

    public void Note(string clOrdId, OrderPlace place) => store.Note(clOrdId, place);

    public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

    public T Read<T>(Turn turn, Func<StoreSession, T> query) => store.Read(turn, query);

    public T ReadAtOnce<T>(Func<StoreSession, T> query) => store.ReadAtOnce(query);

    public T Read<T>(Func<StoreSession, T> query) => store.Read(query);

    public async ValueTask DisposeAsync()
    {
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> WatchAsync<T>(Turn turn, Task<T> write)
    {
        try
        {
            var answer = await write.ConfigureAwait(false);
            watch.Took(turn);
            return answer;
        }
        catch (StoreUnavailableException e)
        {
            watch.Refused(turn, e.Message);
            throw;
        }
    }
}
