namespace Pipeline.Simulation;

/// <summary>
/// While it lasts, what waits for a task goes on at once on the thread that completes it. A synchronization context, which a
/// test runner may have set, would send it elsewhere, and the run would not be repeatable.
/// </summary>
internal readonly struct InlineContinuations : IDisposable
{
    private readonly SynchronizationContext? before;

    private InlineContinuations(SynchronizationContext before)
    {
        this.before = before;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    public static InlineContinuations Allow() => SynchronizationContext.Current is { } context ? new InlineContinuations(context) : default;

    public void Dispose()
    {
        if (before is not null)
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
