namespace Pipeline.Host.Bench;

/// <summary>One measured run.</summary>
/// <param name="Transport">memory or rabbitmq.</param>
/// <param name="Rate">Intents a second, on a fixed schedule.</param>
/// <param name="Orders">How many orders were measured.</param>
/// <param name="Reconciliations">How many comparisons with the venue finished meanwhile; null where they are not measured.</param>
/// <param name="ReconciliationMs">How long the longest of them took, milliseconds.</param>
/// <param name="Stages">Each part of the way, and the whole, in the order of the way.</param>
internal sealed record BenchResult(string Transport, int Rate, int Orders, IReadOnlyList<BenchRow> Stages, int? Reconciliations = null, double? ReconciliationMs = null);

/// <param name="Part">From which step to which.</param>
/// <param name="P50Ms">Median, milliseconds.</param>
/// <param name="P99Ms">99th percentile, milliseconds.</param>
/// <param name="MaxMs">Largest, milliseconds.</param>
internal sealed record BenchRow(string Part, double P50Ms, double P99Ms, double MaxMs)
{
    public static BenchRow Of(string part, Distribution distribution) => new(
        part, Math.Round(distribution.P50, 3), Math.Round(distribution.P99, 3), Math.Round(distribution.Max, 3));
}
