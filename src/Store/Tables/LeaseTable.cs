namespace Pipeline.Store.Tables;

/// <summary>Duties that only one process may have at a time. A second one stands by.</summary>
public static class LeaseTable
{
    /// <summary>
    /// Takes or renews a lease. False while another holder's has not run out. One that ends further ahead than a lease lasts was taken
    /// before the clock was set back, and has run out.
    /// </summary>
    public static bool TryTake(StoreSession session, string name, string holder, DateTimeOffset now, TimeSpan duration) => session.Execute(
        """
        INSERT INTO leases (name, holder, expires_at) VALUES (@name, @holder, @expiresAt)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE leases.holder = excluded.holder OR leases.expires_at <= @now OR leases.expires_at > @furthest
        """,
        new { name, holder, now, expiresAt = now + duration, furthest = now + duration + duration }) == 1;

    /// <summary>Whether a lease is a holder's still, though it may have run out: nobody else has had it since.</summary>
    public static bool IsOf(StoreSession session, string name, string holder) =>
        session.Scalar<long>("SELECT count(*) FROM leases WHERE name = @name AND holder = @holder", new { name, holder }) == 1;

    /// <summary>The names of leases that begin so and have not run out.</summary>
    public static IReadOnlyList<string> Held(StoreSession session, string prefix, DateTimeOffset now) =>
        session.Query<string>("SELECT name FROM leases WHERE name LIKE @prefix || '%' AND expires_at > @now ORDER BY name", new { prefix, now });

    /// <summary>Gives a lease up, so that the next holder need not wait for it to run out.</summary>
    public static void Release(StoreSession session, string name, string holder) =>
        session.Execute("DELETE FROM leases WHERE name = @name AND holder = @holder", new { name, holder });
}
