namespace Pipeline.Store.Leases;

/// <summary>A duty that this process may have. Ask before each piece of work: a lease that could not be renewed is lost.</summary>
public sealed class Lease(string name) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopped = new();
    private long heldUntil;
    private volatile bool isKnown;

    public string Name { get; } = name;

    /// <summary>How often it was got: grows when another may have had it in between.</summary>
    public long Terms { get; internal set; }

    public bool IsHeld => TimeProvider.System.GetTimestamp() < Volatile.Read(ref heldUntil);

    /// <summary>Whether the last try for it was answered: it is ours, or another's. Where it was not, the store takes no writes, and nobody may have the duty.</summary>
    public bool IsKnown
    {
        get => isKnown;
        internal set => isKnown = value;
    }

    /// <summary>Whether nobody knows if it was ours all the time: before the first answer, and where one was lost, since that may have been the one which took it from another.</summary>
    internal bool IsDoubtful { get; set; } = true;

    internal CancellationToken Stopped => stopped.Token;

    internal Task Renewal { get; set; } = Task.CompletedTask;

    internal long HeldUntil
    {
        set => Volatile.Write(ref heldUntil, value);
    }

    /// <summary>Gives the lease up, so that a stand-by need not wait for it to run out.</summary>
    public async ValueTask DisposeAsync()
    {
        HeldUntil = 0;
        await stopped.CancelAsync().ConfigureAwait(false);
        await Renewal.ConfigureAwait(false);

        // A renewal that was under way has said otherwise.
        HeldUntil = 0;
        stopped.Dispose();
    }
}
