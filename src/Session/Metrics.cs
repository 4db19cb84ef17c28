using Pipeline.Trading;
using Prometheus;

namespace Pipeline.Session;

/// <summary>What the session check counts.</summary>
internal static class Metrics
{
    private static readonly Counter Checks = Prometheus.Metrics.CreateCounter(
        "pipeline_session_checks_total", "Session checks by verdict.", "verdict");

    static Metrics()
    {
        foreach (var verdict in new[] { nameof(Verdict.Accept), nameof(Verdict.Hold), nameof(Verdict.Deny) })
        {
            Checks.WithLabels(Word(verdict)).Publish();
        }
    }

    public static void Count(Verdict verdict) => Checks.WithLabels(Word(verdict.GetType().Name)).Inc();

    private static string Word(string name) => Store.Columns.SnakeCase(name);
}
