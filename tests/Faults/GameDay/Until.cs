namespace Pipeline.Faults.GameDay;

/// <summary>Waits for conditions.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks until it holds, or the patience is at its end. Returns after how long it held; null when it never did.</summary>
    public static async Task<TimeSpan?> HoldsAsync(Func<Task<bool>> look, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await look())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                return null;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task MustHoldAsync(string what, Func<Task<bool>> look, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await HoldsAsync(look, patience, cancellationToken) is null)
        {
            throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what}");
        }
    }
}
