using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Pipeline.Access;

/// <summary>How often one key or operator may ask. Whoever has shown nothing is not counted: it has no name to count by.</summary>
public sealed class RequestRates : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Caller> limiter;

    public RequestRates(IOptions<AccessOptions> options) => limiter = PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetTokenBucketLimiter(
        caller.KeyId ?? caller.Name,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RequestBurst,
            TokensPerPeriod = options.Value.RequestsPerSecond,
            ReplenishmentPeriod = Period,
        }));

    /// <summary>Takes one request of a caller's; the refusal when it has none left.</summary>
    public Refusal? Take(Caller caller)
    {
        if (caller == Caller.Anonymous)
        {
            return null;
        }

        using var lease = limiter.AttemptAcquire(caller);
        return lease.IsAcquired ? null : Refusal.RateLimited(caller.Name, lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Period);
    }

    public void Dispose() => limiter.Dispose();
}
