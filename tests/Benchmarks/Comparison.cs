namespace Pipeline.Benchmarks;

/// <summary>One benchmark now and before.</summary>
/// <param name="Now">Now.</param>
/// <param name="Before">In the earlier run; null when it had none of this name.</param>
internal sealed record Comparison(Measurement Now, Measurement? Before)
{
    /// <summary>More than this is worse: smaller differences come and go with the machine.</summary>
    private const double Tolerance = 1.1;

    public double? Ratio => Before is null ? null : Now.MeanNs / Before.MeanNs;

    /// <summary>Slower by more than a tenth even where both means are as wrong as they may be.</summary>
    public bool IsSlower => Before is not null && Now.MeanNs - Now.ErrorNs > Tolerance * (Before.MeanNs + Before.ErrorNs);

    public static IReadOnlyList<Comparison> Of(IReadOnlyList<Measurement> now, IReadOnlyList<Measurement> before) =>
        [.. now.Select(one => new Comparison(one, before.FirstOrDefault(other => other.Name == one.Name)))];
}
