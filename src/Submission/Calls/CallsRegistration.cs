using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Metering;
using Pipeline.Venues;

namespace Pipeline.Submission.Calls;

/// <summary>Puts together what stands between the stages and the venue.</summary>
public static class CallsRegistration
{
    /// <summary>A sliding window is counted in so many pieces: it gives no more than its rate in any period, but for one piece.</summary>
    private const int Segments = 20;

    public static IServiceCollection AddVenueCalls(this IServiceCollection services) => services
        .AddSingleton(provider => PermitsFor(
            provider.GetRequiredService<IOrderEntry>(), provider.GetRequiredService<IOptions<SubmissionOptions>>().Value, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new VenueBreaker(
            provider.GetRequiredService<IOptions<SubmissionOptions>>().Value, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<VenueCalls>()
        .AddSingleton<IProcessGauge, CallGauges>();

    /// <summary>Permits at the configured rate, or else at the venue's own. Rates run on the machine's clock, as the venue's do.</summary>
    public static Permits PermitsFor(IOrderEntry venue, SubmissionOptions options, TimeProvider clock)
    {
        var rate = options.RateLimit > 0 ? new VenueRate(options.RateLimit, options.RatePeriod) : venue.Rate;
        return rate is null
            ? new Permits(null, TimeSpan.FromMilliseconds(10), clock)
            : new Permits(
                new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = rate.Calls, Window = rate.Period, SegmentsPerWindow = Segments, QueueLimit = 0, AutoReplenishment = true,
                }),
                rate.Period / Segments / 4,
                clock,
                rate.Calls);
    }
}
