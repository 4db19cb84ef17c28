using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Trading;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using Prometheus;

namespace Pipeline.Submission;

/// <summary>What submission counts and times.</summary>
internal static class Metrics
{
    private static readonly Counter Submissions = Meters.Counter(
        "pipeline_submissions_total", "sends", "Sends by outcome; not_sent means that certainly not a byte left.",
        Label.Of("outcome", ["acknowledged", "rejected", "unknown", "not_sent"]));

    private static readonly Counter Retries = Meters.Counter(
        "pipeline_submission_retries_total", "sends", "Sends tried again under the same claim, since certainly not a byte had left.");

    private static readonly Counter Cancels = Meters.Counter(
        "pipeline_cancels_total", "cancels", "Cancels asked of the venue, by what it answered.", Label.Of("outcome", ["requested", "rejected", "unknown"]));

    private static readonly Counter Verdicts = Meters.Counter(
        "pipeline_grants_total", "orders", "Decisions of the last gate by verdict.",
        Label.Of("verdict", new[] { nameof(Verdict.Accept), nameof(Verdict.Hold), nameof(Verdict.Deny) }.Select(Columns.SnakeCase)));

    private static readonly Histogram IntakeToVenue = Meters.Histogram(
        "pipeline_intake_to_venue_seconds", "seconds",
        "From the recording of an intent to the first call of the venue by which a byte may have left. Orders that were held, and those that replace others, wait on purpose and are not in it.",
        [0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 900]);

    private static readonly Histogram CallToAck = Meters.Histogram(
        "pipeline_call_to_ack_seconds", "seconds", "From the call of the venue to its acknowledgement.",
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30]);

    public static void Count(SubmitOutcome outcome) => Submissions.WithLabels(Columns.SnakeCase(outcome.GetType().Name)).Inc();

    public static void Count(CancelOutcome outcome) => Cancels.WithLabels(Columns.SnakeCase(outcome.GetType().Name)).Inc();

    public static void CountRetry() => Retries.Inc();

    public static void Count(Verdict verdict) => Verdicts.WithLabels(Columns.SnakeCase(verdict.GetType().Name)).Inc();

    /// <summary>A grant of which not a byte left was no call: the order still waits for one.</summary>
    public static void ObserveIntakeToVenue(Permission permission, SendResult result)
    {
        if (permission is { IsFirst: true, Order: { Pass: 1, IsReplacement: false } order } && result is { Outcome: not SubmitOutcome.NotSent, CalledAt: { } calledAt })
        {
            IntakeToVenue.Observe((calledAt - order.ReceivedAt).TotalSeconds);
        }
    }

    public static void ObserveCallToAck(TimeSpan elapsed) => CallToAck.Observe(elapsed.TotalSeconds);
}
