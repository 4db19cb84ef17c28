namespace Pipeline.Store.Tables;

/// <summary>Where a version of an adapter in the shadow did not do as the one that works.</summary>
public static class AdapterDifferenceTable
{
    /// <summary>Counts a difference; of each the newest is kept.</summary>
    public static void Note(StoreSession session, AdapterDifferenceRow row) => session.Execute(
        """
        INSERT INTO adapter_differences (works, shadow, call, what, times, first_at, last_at, cl_ord_id, works_said, shadow_said)
        VALUES (@Works, @Shadow, @Call, @What, 1, @LastAt, @LastAt, @ClOrdId, @WorksSaid, @ShadowSaid)
        ON CONFLICT (works, shadow, call, what) DO UPDATE SET
            times = adapter_differences.times + 1, last_at = @LastAt, cl_ord_id = @ClOrdId, works_said = @WorksSaid, shadow_said = @ShadowSaid
        """,
        new { row.Works, row.Shadow, row.Call, row.What, row.LastAt, row.ClOrdId, row.WorksSaid, row.ShadowSaid });

    /// <summary>All of them, the most frequent first.</summary>
    public static IReadOnlyList<AdapterDifferenceRow> All(StoreSession session) => session.Query<AdapterDifferenceRow>(
        """
        SELECT works, shadow, call, what, times, first_at, last_at, cl_ord_id, works_said, shadow_said FROM adapter_differences
        ORDER BY times DESC, works, shadow, call, what
        """);
}

/// <summary>One thing that differs.</summary>
public sealed record AdapterDifferenceRow
{
    /// <summary>Name and version of the adapter that works.</summary>
    public required string Works { get; init; }

    /// <summary>Of the one in the shadow.</summary>
    public required string Shadow { get; init; }

    public required string Call { get; init; }

    public required string What { get; init; }

    public long Times { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The order of the last time; null where it was about no single order.</summary>
    public string? ClOrdId { get; init; }

    public required string WorksSaid { get; init; }

    public required string ShadowSaid { get; init; }
}
