using System.Threading.RateLimiting;
using Pipeline.Venues;

namespace Pipeline.Simulation;

/// <summary>A venue's rate on a simulation's clock: so many permits in any period of its length. The limiters of the runtime run on the machine's.</summary>
internal sealed class VirtualRateLimiter(VenueRate rate, TimeProvider clock) : RateLimiter
{
    private static readonly Permit Granted = new(true);
    private static readonly Permit Refused = new(false);

    private readonly Queue<long> taken = new();

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics GetStatistics() => new() { CurrentAvailablePermits = rate.Calls - taken.Count };

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        var now = clock.GetTimestamp();
        while (taken.TryPeek(out var at) && clock.GetElapsedTime(at, now) >= rate.Period)
        {
            taken.Dequeue();
        }

        if (taken.Count + permitCount > rate.Calls)
        {
            return Refused;
        }

        for (var i = 0; i < permitCount; i++)
        {
            taken.Enqueue(now);
        }

        return Granted;
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private sealed class Permit(bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
