namespace Pipeline.Store.Tables;

/// <summary>How many calls a version of an adapter in the shadow was compared in.</summary>
public static class AdapterComparisonTable
{
    public static void Count(StoreSession session, string works, string shadow, long calls, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO adapter_comparisons (works, shadow, calls, last_at) VALUES (@works, @shadow, @calls, @now)
        ON CONFLICT (works, shadow) DO UPDATE SET calls = adapter_comparisons.calls + excluded.calls, last_at = excluded.last_at
        """,
        new { works, shadow, calls, now });

    /// <summary>All pairs of versions, the latest first.</summary>
    public static IReadOnlyList<AdapterComparison> All(StoreSession session) =>
        session.Query<AdapterComparison>("SELECT works, shadow, calls, last_at FROM adapter_comparisons ORDER BY last_at DESC, works, shadow");
}

/// <summary>How often one version was compared with another.</summary>
public sealed record AdapterComparison
{
    /// <summary>Name and version of the adapter that works.</summary>
    public required string Works { get; init; }

    /// <summary>Of the one in the shadow.</summary>
    public required string Shadow { get; init; }

    public required long Calls { get; init; }

    public required DateTimeOffset LastAt { get; init; }
}
