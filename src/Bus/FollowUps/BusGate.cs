namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Opens when every queue stands and the bus has started. Before that a published message could reach an exchange that
/// nothing is bound to yet, so follow-ups wait in the store.
/// </summary>
public sealed class BusGate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => opened.Task.IsCompletedSuccessfully;

    public void Open() => opened.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken) => opened.Task.WaitAsync(cancellationToken);
}
