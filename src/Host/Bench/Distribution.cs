namespace Pipeline.Host.Bench;

/// <summary>Percentiles of a set of durations, in milliseconds.</summary>
internal sealed class Distribution
{
    private readonly double[] sorted;

    public Distribution(IEnumerable<TimeSpan> durations) => sorted = [.. durations.Select(duration => duration.TotalMilliseconds).Order()];

    public int Count => sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => At(1);

    // The nearest rank: a value that was measured, never one in between.
    private double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
