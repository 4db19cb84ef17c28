namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Waits until what waits before a stage is worked off, all by the same look. Where more orders come than go to the venue, those wait so that nobody has taken yet; else what was taken would stand in
/// a queue, and whoever comes behind it would have to go by the queue too, which costs so much more that it might never be worked off. What does not clear in a while is no matter of a moment, and
/// is not waited for again for some time.
/// </summary>
/// <param name="patience">How long.</param>
internal sealed class Clearing(TimeSpan patience)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Task<bool> looking = Task.FromResult(true);
    private long? inVainAt;

    /// <summary>True once it is clear; false where that takes longer than anybody should wait.</summary>
    public Task<bool> WaitAsync(Func<bool> isClear)
    {
        lock (gate)
        {
            if (looking.IsCompleted)
            {
                looking = inVainAt is { } at && TimeProvider.System.GetElapsedTime(at) < Pause ? Task.FromResult(false) : LookAsync(isClear);
            }

            return looking;
        }
    }

    private async Task<bool> LookAsync(Func<bool> isClear)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Every, TimeProvider.System).ConfigureAwait(false);
            if (isClear())
            {
                return true;
            }
        }

        inVainAt = TimeProvider.System.GetTimestamp();
        return false;
    }
}
