namespace Pipeline.Store.Writing;

/// <summary>
/// Tells what a step would do. It runs as any other, in the writer's turn and on the facts of the moment, and is undone: an act over this
/// store answers what the act would, since it is the act.
/// </summary>
public sealed class DryRunStore(IStore store) : IStore
{
    public async Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        try
        {
            return await store.WriteAsync<T>(turn, session => throw new Undone<T>(step(session)), cancellationToken).ConfigureAwait(false);
        }
        catch (Undone<T> undone)
        {
            return undone.Answer;
        }
    }

    public void RideAlong(Action<StoreSession> step)
    {
    }

    public T Read<T>(Func<StoreSession, T> query) => store.Read(query);

    // A step that throws leaves nothing behind: its savepoint is rolled back.
    private sealed class Undone<T>(T answer) : Exception("A dry run is undone")
    {
        public T Answer { get; } = answer;
    }
}
