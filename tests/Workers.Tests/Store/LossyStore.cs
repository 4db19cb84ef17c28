using Pipeline.Store;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A store that is lost in a commit, before or after it was made.</summary>
internal sealed class LossyStore(IStore store) : IStore, IAsyncDisposable
{
    private volatile Loss? next;
    private int commits;

    /// <summary>Commits since it was to be lost.</summary>
    public int Commits => commits;

    /// <summary>Loses the answer of the next commit.</summary>
    public void LosesAnswerOf(bool hasCommitted) => Loses(new Loss(hasCommitted, IsLasting: false));

    /// <summary>Loses the answer of every commit, from now on until it no longer does.</summary>
    public void LosesAnswers(bool hasCommitted) => Loses(new Loss(hasCommitted, IsLasting: true));

    public void LosesNoMore() => next = null;

    public async Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        var loss = next is { IsLasting: true } lasting ? lasting : Interlocked.Exchange(ref next, null);
        Interlocked.Increment(ref commits);
        if (loss is not { HasCommitted: false })
        {
            var written = await store.WriteAsync(turn, step, cancellationToken);
            if (loss is null)
            {
                return written;
            }
        }

        throw new StoreUnavailableException("lost while it committed") { MayBeRecorded = true };
    }

    public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

    public T Read<T>(Func<StoreSession, T> query) => store.Read(query);

    public ValueTask DisposeAsync() => store is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private void Loses(Loss loss) => (next, commits) = (loss, 0);

    private sealed record Loss(bool HasCommitted, bool IsLasting);
}
