namespace Pipeline.Peers;

/// <summary>Percentiles of a set of durations, in milliseconds: the nearest rank, which was measured.</summary>
internal sealed class Percentiles(IEnumerable<double> milliseconds)
{
    private readonly double[] sorted = [.. milliseconds.Order()];

    /// <param name="share">0.99 for the 99th.</param>
    /// <returns>Null of no durations.</returns>
    public double? At(double share) => sorted.Length == 0 ? null : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 2);
}
