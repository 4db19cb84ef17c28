namespace Pipeline.Store.Postgres;

/// <summary>A step that waits for its turn.</summary>
/// <param name="isAlone">Whether its turn is the whole store.</param>
/// <param name="names">What else its turn names.</param>
/// <param name="ahead">What it is going to read.</param>
internal abstract class TurnStep(bool isAlone, IReadOnlyList<string> names, Ahead ahead)
{
    public Ahead Ahead => ahead;

    public bool IsAlone => isAlone;

    public IReadOnlyList<string> Names => names;

    /// <summary>What it threw when it ran last, where nothing of it was written and the others could go on; null when it did not.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Runs it; it may run again when its transaction fails.</summary>
    public abstract void Run(StoreSession session);

    /// <summary>Answers the caller, now that what has run is durable.</summary>
    public void Answer()
    {
        if (Refusal is { } refusal)
        {
            Fail(refusal);
        }
        else
        {
            Complete();
        }
    }

    /// <summary>Answers the caller: it threw, or nothing can be recorded now.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Answers the caller: its step is durable.</summary>
    protected abstract void Complete();
}

internal sealed class TurnStep<T>(bool isAlone, IReadOnlyList<string> names, Ahead ahead, Func<StoreSession, T> step) : TurnStep(isAlone, names, ahead)
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => answer.Task;

    public override void Run(StoreSession session) => result = step(session);

    public override void Fail(Exception exception) => answer.SetException(exception);

    protected override void Complete() => answer.SetResult(result!);
}
