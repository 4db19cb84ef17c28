using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Trading;
using Prometheus;

namespace Pipeline.Session;

/// <summary>What the session check counts.</summary>
internal static class Metrics
{
    private static readonly Counter Checks = Meters.Counter(
        "pipeline_session_checks_total", "orders", "Session checks by verdict.",
        Label.Of("verdict", new[] { nameof(Verdict.Accept), nameof(Verdict.Hold), nameof(Verdict.Deny) }.Select(Columns.SnakeCase)));

    public static void Count(Verdict verdict) => Checks.WithLabels(Columns.SnakeCase(verdict.GetType().Name)).Inc();
}
