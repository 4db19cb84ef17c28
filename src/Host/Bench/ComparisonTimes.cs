using Pipeline.Reconciliation;

namespace Pipeline.Host.Bench;

/// <summary>
/// Keeps when the account was being compared with the venue, to tell the orders on their way meanwhile from the others. Two
/// runs differ by more than a comparison costs; two kinds of orders in one run share whatever the machine does.
/// </summary>
internal sealed class ComparisonTimes(Reconciler reconciler, TimeProvider clock)
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);

    private readonly List<(DateTimeOffset From, DateTimeOffset To)> times = [];

    public int Count => times.Count;

    public TimeSpan Longest => times.Count == 0 ? TimeSpan.Zero : times.Max(time => time.To - time.From);

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        for (var seen = reconciler.Finished; !cancellationToken.IsCancellationRequested;)
        {
            await Task.Delay(Grain, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (reconciler.Finished is var finished && finished != seen)
            {
                seen = finished;
                times.Add((clock.GetUtcNow() - reconciler.LastTook, clock.GetUtcNow()));
            }
        }
    }

    /// <summary>Whether the account was being compared at any moment between two.</summary>
    public bool Overlap(DateTimeOffset from, DateTimeOffset to) => times.Exists(time => time.From < to && from < time.To);
}
