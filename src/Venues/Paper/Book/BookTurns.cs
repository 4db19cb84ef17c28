namespace Pipeline.Venues.Paper;

/// <summary>
/// Has those who come to the book at the same time share a transaction, and so a flush to the disk, instead of one waiting for the other's. Whoever comes while nobody is at it
/// does its work at once.
/// </summary>
/// <param name="run">Runs works one after the other and completes each.</param>
internal sealed class BookTurns(Action<IReadOnlyList<BookWork>> run)
{
    private const int MostTogether = 64;

    private readonly Lock _gate = new();
    private readonly Queue<BookWork> _waiting = new();
    private bool _isBusy;

    public void Add(BookWork work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_isBusy)
            {
                return;
            }

            _isBusy = true;
        }

        RunNext();
    }

    // Who came first does what waits by then, and is no longer kept by what comes afterwards.
    private void RunNext()
    {
        run(Next());
        lock (_gate)
        {
            _isBusy = _waiting.Count > 0;
            if (!_isBusy)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static turns => turns.RunNext(), this, preferLocal: false);
    }

    private List<BookWork> Next()
    {
        lock (_gate)
        {
            var works = new List<BookWork>();
            while (works.Count < MostTogether && _waiting.TryDequeue(out var work))
            {
                works.Add(work);
            }

            return works;
        }
    }
}

/// <summary>What somebody wants done at the book.</summary>
internal abstract class BookWork
{
    /// <summary>Does it; what it throws is its caller's, and nothing of it may stand.</summary>
    public abstract void Do(BookTables tables);

    /// <summary>Tells the caller what it came to, once that is on the disk.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it did not come about.</summary>
    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
internal sealed class BookWork<T>(Func<BookTables, T> work) : BookWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Do(BookTables tables) => _result = work(tables);

    public override void Complete() => _done.SetResult(_result);

    public override void Fail(Exception reason) => _done.SetException(reason);
}
