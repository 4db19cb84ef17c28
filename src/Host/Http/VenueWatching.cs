using Microsoft.Extensions.Options;
using Pipeline.Metering;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Reconciliation;
using Pipeline.Submission;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Health;
using Pipeline.Venues;
using Prometheus;

namespace Pipeline.Host.Http;

/// <summary>The health of the venue as this process sees it: what sends sees the breaker, what follows the venue sees its stream, and both its answers and its clock.</summary>
internal sealed class VenueWatching(IServiceProvider services, IOptions<IntakeOptions> intake, IOptions<HaltOptions> halts) : IProcessGauge
{
    private static readonly string[] States = [.. Enum.GetNames<VenueState>().Select(Store.Columns.SnakeCase)];

    private static readonly Gauge Health = Meters.Gauge(
        "pipeline_venue_health", "0 or 1", "1 for how the way to a venue is, as a process sees it by its breaker, answers, stream and clock; the worst of all processes counts.",
        Label.Open("venue", "the venue's name"), Label.Of("state", States));

    /// <summary>Whether this process calls the venue at all.</summary>
    private bool IsCalling => services.GetService<IOrderEntry>() is not null || services.GetService<IVenueReports>() is not null;

    /// <summary>The health; null in a process that does not call the venue.</summary>
    public VenueHealth? Look() => Signs() is { } signs ? VenueHealth.Of(signs) : null;

    /// <summary>What this process sees; null in one that does not call the venue.</summary>
    public VenueSigns? Signs()
    {
        if (!IsCalling)
        {
            return null;
        }

        var (calls, since, lastAgo) = services.GetService<VenuePause>()?.Answering.Unanswered ?? (0, TimeSpan.Zero, TimeSpan.Zero);
        return new VenueSigns
        {
            Breaker = services.GetService<VenueBreaker>() is { } breaker ? Store.Columns.SnakeCase(breaker.State.ToString()) : null,
            PermitsLeft = services.GetService<Permits>()?.PartLeft,
            Unanswered = calls,
            UnansweredFor = since,
            LastUnansweredAgo = lastAgo,
            LeftAlone = services.GetService<IVenueReports>()?.LeftAlone ?? services.GetService<IOrderEntry>()?.LeftAlone ?? TimeSpan.Zero,
            QuotesRefused = [.. services.GetService<QuoteSnapshots>()?.Refused.Keys ?? []],
            IsStreamUp = services.GetService<IVenueReports>()?.IsStreamUp,
            ClockOffset = services.GetService<HaltWatch>()?.ClockOffset ?? services.GetService<SenderClock>()?.ClockOffset ?? TimeSpan.Zero,
            MaxClockOffset = halts.Value.MaxClockOffset,
        };
    }

    public void Observe()
    {
        if (Look() is { } health)
        {
            foreach (var state in States)
            {
                Health.WithLabels(intake.Value.Venue, state).Set(state == Store.Columns.SnakeCase(health.State.ToString()) ? 1 : 0);
            }
        }
    }
}
