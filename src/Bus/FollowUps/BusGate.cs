namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Opens in two steps: for consuming when every queue stands, and for publishing when the bus has started too. Before that a published message could reach an
/// exchange that nothing is bound to yet, so follow-ups wait in the store.
/// </summary>
public sealed class BusGate
{
    private readonly TaskCompletionSource standing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => opened.Task.IsCompletedSuccessfully;

    /// <summary>What it waits for that only a person can bring about; null when there is nothing of that kind.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>Says that every queue stands.</summary>
    public void QueuesStand()
    {
        WaitsFor = null;
        standing.TrySetResult();
    }

    public void Open()
    {
        QueuesStand();
        opened.TrySetResult();
    }

    public Task WaitForQueuesAsync(CancellationToken cancellationToken) => standing.Task.WaitAsync(cancellationToken);

    public Task WaitAsync(CancellationToken cancellationToken) => opened.Task.WaitAsync(cancellationToken);
}
