namespace Pipeline.Bus.FollowUps;

/// <summary>Whether the transport confirms what is published. A broker with an alarm takes no publishes and says nothing of it, while its connections look healthy.</summary>
/// <param name="machine">The machine's clock.</param>
public sealed class PublishWatch(TimeProvider machine)
{
    /// <summary>For so long a failure counts though nothing is tried any more: whoever sweeps tries again within it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private int waiting;
    private long? since;
    private long endedAt;

    /// <summary>For how long something has waited for a confirmation while none came; null when nothing does.</summary>
    public TimeSpan? Unconfirmed
    {
        get
        {
            lock (gate)
            {
                return since is { } at && (waiting > 0 || machine.GetElapsedTime(endedAt) < Memory) ? machine.GetElapsedTime(at) : null;
            }
        }
    }

    /// <summary>Publishes, and notes whether it was confirmed.</summary>
    public async Task WatchAsync(Func<Task> publish)
    {
        Begin();
        var isConfirmed = false;
        try
        {
            await publish().ConfigureAwait(false);
            isConfirmed = true;
        }
        finally
        {
            End(isConfirmed);
        }
    }

    private void Begin()
    {
        lock (gate)
        {
            since = since is null || (waiting == 0 && machine.GetElapsedTime(endedAt) >= Memory) ? machine.GetTimestamp() : since;
            waiting++;
        }
    }

    private void End(bool isConfirmed)
    {
        lock (gate)
        {
            waiting--;
            endedAt = machine.GetTimestamp();
            since = !isConfirmed ? since : waiting > 0 ? endedAt : null;
        }
    }
}
