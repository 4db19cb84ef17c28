using Pipeline.Store;
using Pipeline.Trading;
using Pipeline.Venues;
using Prometheus;

namespace Pipeline.Submission;

/// <summary>What submission counts and times.</summary>
internal static class Metrics
{
    private static readonly Counter Submissions = Prometheus.Metrics.CreateCounter(
        "pipeline_submissions_total", "Sends by outcome; not_sent means the deadline passed before the first byte.", "outcome");

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

        foreach (var verdict in new[] { nameof(Verdict.Accept), nameof(Verdict.Hold), nameof(Verdict.Deny) })
        {
            Verdicts.WithLabels(Columns.SnakeCase(verdict)).Publish();
        }
    }

    public static void Count(SubmitOutcome? outcome) =>
        Submissions.WithLabels(outcome is null ? "not_sent" : Columns.SnakeCase(outcome.GetType().Name)).Inc();

    public static void Count(Verdict verdict) => Verdicts.WithLabels(Columns.SnakeCase(verdict.GetType().Name)).Inc();

    public static void ObserveIntakeToVenue(TimeSpan elapsed) => IntakeToVenue.Observe(elapsed.TotalSeconds);
}
