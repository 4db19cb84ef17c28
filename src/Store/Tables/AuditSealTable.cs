using Pipeline.Store.Audit;

namespace Pipeline.Store.Tables;

/// <summary>The seals over the journal.</summary>
public static class AuditSealTable
{
    private const string Selection = "SELECT seal AS number, last_seq, records, sealed_at, entries, hash FROM audit_seals";

    /// <summary>The newest seal; null before the first.</summary>
    public static Seal? Newest(StoreSession session) => session.QueryFirst<Seal>($"{Selection} ORDER BY seal DESC LIMIT 1");

    /// <summary>The next seal after a number.</summary>
    public static Seal? After(StoreSession session, long number) =>
        session.QueryFirst<Seal>($"{Selection} WHERE seal > @number ORDER BY seal LIMIT 1", new { number });

    /// <summary>The seal that covers a sequence; null when none does yet.</summary>
    public static Seal? Covering(StoreSession session, long seq) =>
        session.QueryFirst<Seal>($"{Selection} WHERE last_seq >= @seq ORDER BY last_seq LIMIT 1", new { seq });

    public static Seal? Find(StoreSession session, long number) => session.QueryFirst<Seal>($"{Selection} WHERE seal = @number", new { number });

    /// <summary>How many seals there are.</summary>
    public static long Count(StoreSession session) => session.Scalar<long>("SELECT count(*) FROM audit_seals");

    /// <summary>Adds a seal, unless another sealer has sealed since the one it follows.</summary>
    /// <returns>False when the chain has moved on; nothing was written.</returns>
    public static bool TryAppend(StoreSession session, long before, Seal seal) => session.Execute(
        """
        INSERT INTO audit_seals (seal, last_seq, records, sealed_at, entries, hash)
        SELECT @Number, @LastSeq, @Records, @SealedAt, @Entries, @Hash WHERE (SELECT coalesce(max(seal), 0) FROM audit_seals) = @before
        """,
        new { before, seal.Number, seal.LastSeq, seal.Records, seal.SealedAt, seal.Entries, seal.Hash }) == 1;
}
