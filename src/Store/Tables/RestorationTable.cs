using Pipeline.Trading.Audit;

namespace Pipeline.Store.Tables;

/// <summary>The times this store was restored from a backup. The latest counts, until a person ends it.</summary>
public static class RestorationTable
{
    /// <summary>The restoration that is not ended yet, or null.</summary>
    public static Restoration? Active(StoreSession session) => session.Kept("restorations", "active", () => session.QueryFirst<Restoration>(
        "SELECT seq, began_at, since, imported_at FROM restorations WHERE ended_at IS NULL ORDER BY seq DESC LIMIT 1"));

    /// <summary>Whether the venue's orders since the backup are not imported yet: until they are, no order is sent or ended.</summary>
    public static bool IsImporting(StoreSession session) => Active(session) is { ImportedAt: null };

    public static Restoration? Find(StoreSession session, long seq) => session.QueryFirst<Restoration>(
        "SELECT seq, began_at, since, imported_at FROM restorations WHERE seq = @seq", new { seq });

    /// <summary>Begins one.</summary>
    /// <param name="session">The step.</param>
    /// <param name="now">When.</param>
    /// <param name="since">From when on the venue may have what the store has not.</param>
    /// <param name="lostAfter">The newest journal sequence of the backup.</param>
    /// <param name="goesOnAfter">The sequence after which the journal goes on; those between are the lost store's.</param>
    public static void Begin(StoreSession session, DateTimeOffset now, DateTimeOffset since, long lostAfter, long goesOnAfter) => session.Execute(
        "INSERT INTO restorations (began_at, since, lost_after, goes_on_after) VALUES (@now, @since, @lostAfter, @goesOnAfter)",
        new { now, since, lostAfter, goesOnAfter });

    /// <summary>Whether a journal sequence is one of a store that was lost, which this one took the place of.</summary>
    public static bool IsLost(StoreSession session, long seq) => session.Scalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM restorations WHERE lost_after < @seq AND @seq <= goes_on_after)", new { seq });

    /// <summary>The sequences that restores have passed over, the oldest first.</summary>
    public static IReadOnlyList<LostSequences> LostSequences(StoreSession session) =>
    [
        .. session.Query<LostRow>("SELECT lost_after, goes_on_after, began_at FROM restorations WHERE goes_on_after > 0 ORDER BY seq")
            .Select(row => new LostSequences(row.LostAfter, row.GoesOnAfter, row.BeganAt)),
    ];

    public static void SetImported(StoreSession session, long seq, DateTimeOffset now) => session.Execute(
        "UPDATE restorations SET imported_at = @now WHERE seq = @seq", new { seq, now });

    /// <summary>Ends every restoration that is not ended.</summary>
    public static void End(StoreSession session, DateTimeOffset now, string by, string why) => session.Execute(
        "UPDATE restorations SET ended_at = @now, ended_by = @by, why = @why WHERE ended_at IS NULL", new { now, by, why });

    private sealed class LostRow
    {
        public long LostAfter { get; set; }

        public long GoesOnAfter { get; set; }

        public DateTimeOffset BeganAt { get; set; }
    }
}

/// <summary>A store that came from a backup.</summary>
public sealed class Restoration
{
    public long Seq { get; set; }

    public DateTimeOffset BeganAt { get; set; }

    /// <summary>What the venue has from here on may be missing in the store.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When the venue's orders were imported; null while nothing is taken, sent or ended.</summary>
    public DateTimeOffset? ImportedAt { get; set; }
}
