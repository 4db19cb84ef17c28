using Pipeline.Store;
using Pipeline.Trading;
using Pipeline.Venues;
using Prometheus;

namespace Pipeline.Submission;

/// <summary>What submission counts and times.</summary>
internal static class Metrics
{
    private static readonly Counter Submissions = Prometheus.Metrics.CreateCounter(
        "pipeline_submissions_total", "Sends by outcome; not_sent means that certainly not a byte left.", "outcome");

    private static readonly Counter Retries = Prometheus.Metrics.CreateCounter(
        "pipeline_submission_retries_total", "Sends tried again under the same claim, since certainly not a byte had left.");

    private static readonly Counter Cancels = Prometheus.Metrics.CreateCounter(
        "pipeline_cancels_total", "Cancels asked of the venue, by what it answered.", "outcome");

    private static readonly Counter Verdicts = Prometheus.Metrics.CreateCounter(
        "pipeline_grants_total", "Decisions of the last gate by verdict.", "verdict");

    private static readonly Histogram IntakeToVenue = Prometheus.Metrics.CreateHistogram(
        "pipeline_intake_to_venue_seconds",
        "From the recording of an intent to the call of the venue, in seconds.",
        new HistogramConfiguration { Buckets = [0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 900] });

    static Metrics()
    {
        foreach (var outcome in new[] { "acknowledged", "rejected", "unknown", "not_sent" })
        {
            Submissions.WithLabels(outcome).Publish();
        }

        foreach (var outcome in new[] { "requested", "rejected", "unknown" })
        {
            Cancels.WithLabels(outcome).Publish();
        }

        foreach (var verdict in new[] { nameof(Verdict.Accept), nameof(Verdict.Hold), nameof(Verdict.Deny) })
        {
            Verdicts.WithLabels(Columns.SnakeCase(verdict)).Publish();
        }
    }

    public static void Count(SubmitOutcome outcome) => Submissions.WithLabels(Columns.SnakeCase(outcome.GetType().Name)).Inc();

    public static void Count(CancelOutcome outcome) => Cancels.WithLabels(Columns.SnakeCase(outcome.GetType().Name)).Inc();

    public static void CountRetry() => Retries.Inc();

    public static void Count(Verdict verdict) => Verdicts.WithLabels(Columns.SnakeCase(verdict.GetType().Name)).Inc();

    public static void ObserveIntakeToVenue(TimeSpan elapsed) => IntakeToVenue.Observe(elapsed.TotalSeconds);
}
