namespace Pipeline.Venues.Paper;

/// <summary>Lets a reader of reports wait for those this process makes, and no longer than it may for those of others.</summary>
internal sealed class ReportSignal
{
    private TaskCompletionSource _made = New();

    /// <summary>There are new reports.</summary>
    public void Set() => Volatile.Read(ref _made).TrySetResult();

    /// <summary>Returns at once when reports were made since the last wait, else when some are or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var made = Volatile.Read(ref _made);
        if (!made.Task.IsCompleted)
        {
            await await Task.WhenAny(made.Task, Task.Delay(atMost, time, cancellationToken));
        }

        if (made.Task.IsCompleted)
        {
            Interlocked.CompareExchange(ref _made, New(), made);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
