using Pipeline.Metering;
using Pipeline.Venues;
using Polly.CircuitBreaker;
using Prometheus;

namespace Pipeline.Submission.Calls;

/// <summary>How the way onto the venue stands.</summary>
internal sealed class CallGauges(IOrderEntry venue, Permits permits, VenueBreaker breaker) : IProcessGauge
{
    private static readonly Label Venue = Label.Open("venue", "the venue's name");

    private static readonly Gauge Breaker = Meters.Gauge(
        "pipeline_venue_breaker_state", "0 or 1", "1 for the state in which the breaker of a venue is: open keeps new orders back.",
        Venue, Label.Of("state", ["closed", "half_open", "open"]));

    private static readonly Gauge PermitsLeft = Meters.Gauge(
        "pipeline_venue_permits_left_ratio", "ratio",
        "Which part of a venue's rate is left: 0 while it wants to be left alone, 1 where there is no rate.", Venue);

    // Without the version.
    private readonly string name = venue.Adapter.Split('/')[0];

    public void Observe()
    {
        var state = breaker.State switch
        {
            CircuitState.Closed => "closed",
            CircuitState.HalfOpen => "half_open",
            _ => "open",
        };
        foreach (var word in new[] { "closed", "half_open", "open" })
        {
            Breaker.WithLabels(name, word).Set(word == state ? 1 : 0);
        }

        PermitsLeft.WithLabels(name).Set(permits.PartLeft ?? 1);
    }
}
