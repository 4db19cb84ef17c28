namespace Pipeline.Store.Tables;

/// <summary>The limits file as it was put in force last, by whichever process came first.</summary>
public static class LimitsTable
{
    public static LimitsRow? Find(StoreSession session) =>
        session.QueryFirst<LimitsRow>("SELECT hash, document, at, broken_hash FROM limits_in_force WHERE one = 1");

    public static void Save(StoreSession session, string hash, string document, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO limits_in_force (one, hash, document, at) VALUES (1, @hash, @document, @now)
        ON CONFLICT (one) DO UPDATE SET hash = excluded.hash, document = excluded.document, at = excluded.at, broken_hash = NULL
        """,
        new { hash, document, now });

    /// <summary>Remembers a file that could not be put in force, so that a person is told once.</summary>
    /// <returns>False when it was remembered already.</returns>
    public static bool Break(StoreSession session, string hash, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO limits_in_force (one, hash, document, at, broken_hash) VALUES (1, '', '', @now, @hash)
        ON CONFLICT (one) DO UPDATE SET broken_hash = excluded.broken_hash WHERE limits_in_force.broken_hash IS DISTINCT FROM excluded.broken_hash
        """,
        new { hash, now }) == 1;

    /// <summary>Forgets the file that could not be put in force: the one before it is back.</summary>
    public static void Mend(StoreSession session) => session.Execute("UPDATE limits_in_force SET broken_hash = NULL WHERE broken_hash IS NOT NULL");
}

public sealed class LimitsRow
{
    /// <summary>SHA-256 of the file; empty where there was none.</summary>
    public string Hash { get; set; } = "";

    public string Document { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string? BrokenHash { get; set; }
}
